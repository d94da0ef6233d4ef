/** A field of a CRM's contacts, as it describes itself. */
export interface CrmField {
  /** As the CRM's interface names it: `hs_linkedin_url`. */
  name: string;
  /** As people read it. */
  label: string;
  /** Of persons, organizations or leads; of persons when absent. */
  of?: 'person' | 'organization' | 'lead';
  kind: 'text' | 'number' | 'date' | 'time' | 'boolean' | 'choice' | 'choices' | 'reference' | 'other';
  /** The attribute that this adapter reads from it and writes to it, if any. */
  attribute?: string;
  readOnly?: boolean;
  /** No two contacts may say the same. */
  unique?: boolean;
  required?: boolean;
  /** The most UTF-16 units that a text may have. */
  maxLength?: number;
  /** What a choice may be. */
  choices?: string[];
}
