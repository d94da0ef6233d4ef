import { type AnswerFormat, json } from '../http/answer-format.js';
import type { Fault, FaultyFetch } from '../http/faulty-fetch.js';
import { Absent } from './absent.js';

type Change = (record: unknown) => unknown;

/**
 * Puts something else in the place of one record of an answer: the one in a list of objects in which a text stands.
 * Only the first such list is changed, and answers without it are left as they are.
 *
 * @param instead what takes its place, or what makes it of the record
 */
export function spoil(text: string, instead: unknown, format: AnswerFormat): Fault {
  const change: Change = typeof instead === 'function' ? (instead as Change) : () => instead;
  return async (request, server) => {
    const response = await server(request);
    let parsed: unknown;
    try {
      parsed = format.parse(await response.clone().text());
    } catch {
      return response;
    }
    if (!holds(parsed, text)) return response;
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(format.write(spoiled(parsed, text, change)), { status: response.status, headers });
  };
}

/** What may stand wrongly where a record should, in answers of this format. */
export function wrongsIn({ wrongs = json.wrongs }: AnswerFormat): readonly unknown[] {
  return wrongs;
}

/** The fields of the record in which a text stands. @throws Absent where the server's answers hold no lists in their format */
export async function fieldsOf(text: string, way: FaultyFetch, read: () => Promise<unknown>): Promise<Set<string>> {
  const fields = new Set<string>();
  const look = (record: unknown) => {
    for (const field of Object.keys(record as object)) fields.add(field);
    return record;
  };
  way.break(spoil(text, look, way.format));
  await read();
  if (fields.size > 0) return fields;
  throw new Absent('its answers hold no lists of JSON, and `served` was not told of another format');
}

/** Whether a text stands anywhere in a value. */
function holds(value: unknown, text: string): boolean {
  return JSON.stringify(value)?.includes(JSON.stringify(text).slice(1, -1)) ?? false;
}

function spoiled(value: unknown, text: string, change: Change): unknown {
  if (Array.isArray(value)) {
    const at = value.findIndex((one) => holds(one, text));
    const isList = value.every((one) => typeof one === 'object');
    if (at >= 0 && isList) return value.map((one, index) => (index === at ? change(one) : one));
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoiled(one, text, change)]));
}
