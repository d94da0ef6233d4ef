import { z } from 'zod';
import { type Affiliation, affiliation } from './affiliation.js';
import { type Consent, consent } from './consent.js';
import { type Count, count } from './count.js';
import { type RecordId, recordId } from './id.js';
import { type Identifier, identifier } from './identifier.js';
import { type Instant, instant } from './instant.js';
import { type Attributes, attributes, type PartyKind, partyKind } from './party.js';
import { type SourceRef, sourceRef } from './source-ref.js';

/** `contact`: from a CRM. `profile`: from a network. `human`: an edit that a person made here. */
export type SourceRecordKind = 'contact' | 'profile' | 'human';

/** How data was got; terms may differ by it. */
export type Origin = 'api' | 'import' | 'public-feed' | 'human';

/**
 * What one system says of one person or organization, before kenning has given it an id.
 * Connectors make profiles, adapters make contacts; both have this shape.
 */
export interface SourceRecordDraft extends SourceRef {
  kind: SourceRecordKind;
  party: PartyKind;
  /** Ours: our own account, a colleague. It takes part in interactions and is never linked to anyone. */
  own?: boolean;
  identifiers: Identifier[];
  attributes: Attributes;
  affiliations?: Affiliation[];
  consents?: Consent[];
  counts?: Count[];
  /** Who in the company looks after it, as its CRM names them. */
  owner?: string;
  /** Where a person can look at it. */
  permalink?: string;
  origin: Origin;
  /** When that system last changed it, else when it was seen. The later statement wins. */
  observedAt: Instant;
  /** It says only a part of what its source knows: what it leaves out stays as it was. */
  partial?: boolean;
  /** How it stands on its network. */
  standing?: 'active' | 'suspended' | 'deleted';
}

/** A record as kept: a draft with the id it was born with. */
export interface SourceRecord extends SourceRecordDraft {
  id: RecordId;
  firstSeenAt: Instant;
}

/** A person's account on a network, as a connector reports it. */
export type Profile = SourceRecordDraft & { kind: 'profile' };
/** A person or organization in a CRM, as an adapter reports it. */
export type Contact = SourceRecordDraft & { kind: 'contact' };

const draftShape = {
  ...(sourceRef as z.ZodObject<{ source: z.ZodType<string>; externalId: z.ZodType<string> }>).shape,
  kind: z.enum(['contact', 'profile', 'human']),
  party: partyKind,
  own: z.boolean().optional(),
  identifiers: z.array(identifier).max(200),
  attributes,
  affiliations: z.array(affiliation).max(100).optional(),
  consents: z.array(consent).max(100).optional(),
  counts: z.array(count).max(50).optional(),
  owner: z.string().max(1000).optional(),
  permalink: z.string().max(2000).optional(),
  origin: z.enum(['api', 'import', 'public-feed', 'human']),
  observedAt: instant,
  partial: z.boolean().optional(),
  standing: z.enum(['active', 'suspended', 'deleted']).optional(),
};

export const sourceRecordDraft: z.ZodType<SourceRecordDraft> = z.object(draftShape);
export const sourceRecord: z.ZodType<SourceRecord> = z.object({ ...draftShape, id: recordId, firstSeenAt: instant });
