import { z } from 'zod';
import type { ActivityDraft } from '../../../core/model/activity.js';

/** The columns of the file of activities. `key` comes last and in quotes: a row without its end was cut off. */
export const activityColumns = [
  'at',
  'kind',
  'network',
  'direction',
  'contact_id',
  'subject',
  'text',
  'permalink',
  'key',
] as const;

export type ActivityRow = Record<(typeof activityColumns)[number], string>;

export function activityRow(draft: ActivityDraft, key: string): ActivityRow {
  const { at, kind, network, direction, contact, subject, text, permalink = '' } = draft;
  return { at, kind, network, direction, contact_id: contact.externalId, subject, text, permalink, key };
}

/** What was filled into a contact's row: before and after, by the names of columns. */
export interface Enrichment {
  key: string;
  contact: string;
  /** The row itself is ours. */
  created?: boolean | undefined;
  cells: Record<string, [before: string, after: string]>;
}

export const enrichmentKind = 'enrichment';

const written = z.object({
  created: z.boolean().optional(),
  cells: z.record(z.string(), z.tuple([z.string(), z.string()])),
});

/** Enrichment stands among the activities, so that it can be seen, recognized and taken back. */
export function enrichmentRow({ key, contact, created, cells }: Enrichment, at: string): ActivityRow {
  return {
    at,
    kind: enrichmentKind,
    network: '',
    direction: '',
    contact_id: contact,
    subject: `${created ? 'Added with' : 'Filled in'} ${Object.keys(cells).join(', ') || 'nothing'}`,
    text: JSON.stringify({ created, cells }),
    permalink: '',
    key,
  };
}

export function enrichmentOf({ key, contact_id: contact, text }: ActivityRow): Enrichment | undefined {
  try {
    return { key, contact, ...written.parse(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}
