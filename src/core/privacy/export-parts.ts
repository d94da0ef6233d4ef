/** What each part of an export is, in words for whom it is about. */
export const exportParts = {
  about: 'When this was made, for whom, and what its parts are.',
  record: 'What one system says of you: a contact in our CRM, a profile on a network, or a correction that we made.',
  identifier: 'An address, number, account or link of yours, and the records that hold it.',
  consent: 'What you allowed or forbade us, with the proof that we hold.',
  'golden-record': 'What we take of all records to be right, with the record and the rule from which each value comes.',
  decision: 'When two records were taken to be one person, or not, by whom and on what grounds.',
  review: 'Two records on which a colleague must still decide whether they are one person.',
  interaction:
    'Something that you said or did, with its earlier wordings, counts, and what our analysis found in it; or that was said to you or of you, in which case others are named only.',
  'crm-item': 'A case or a deal in a CRM of ours that is about you.',
  case: 'Something that you said and that a colleague had or has to deal with: how far it is, what happened, and by which facts it was opened.',
  outbox: 'What we send or sent to you or to our CRM about you.',
  audit: 'What we did towards you: answered, hid, removed.',
  withheld: "What we hold and may not hand out by a network's terms: ask that network for it.",
} as const;

export type ExportPart = keyof typeof exportParts;

/** One entry of an export: plain JSON. */
export interface ExportEntry {
  part: ExportPart;
  data: unknown;
}
