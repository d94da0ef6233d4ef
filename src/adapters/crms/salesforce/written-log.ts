import { z } from 'zod';
import type { FieldValue } from './draft-fields.js';

/** What one upsert filled in, by fields: what stood there before and what we wrote. */
export interface LogEntry {
  key: string;
  /** The record itself is ours. */
  created?: boolean | undefined;
  fields: Record<string, [before: FieldValue, after: FieldValue]>;
  /** Accounts on networks that we put beside it, by their names. */
  personas?: string[] | undefined;
}

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const log = z.array(
  z.object({
    key: z.string(),
    created: z.boolean().optional(),
    fields: z.record(z.string(), z.tuple([value, value])),
    personas: z.array(z.string()).optional(),
  }),
);

/** Reads the field in which a record remembers what we filled in. What somebody else wrote there counts as nothing. */
export function logOf(text: unknown): LogEntry[] {
  try {
    return log.parse(JSON.parse(String(text)));
  } catch {
    return [];
  }
}

/** The log as it fits into its field; the oldest entries go first. An empty one empties the field. */
export function logText(entries: readonly LogEntry[], most: number): string | null {
  for (let from = 0; from < entries.length; from++) {
    const text = JSON.stringify(entries.slice(from));
    if (text.length <= most) return text;
  }
  return null;
}

/** Our own last word in each field. */
export function ourWords(entries: readonly LogEntry[]): Map<string, string> {
  return new Map(
    entries.flatMap(({ fields }) => Object.entries(fields).map(([name, [, after]]) => [name, String(after)])),
  );
}
