import type { Fault, FaultyFetch } from '../http/faulty-fetch.js';
import { Absent } from './absent.js';

type Change = (record: unknown) => unknown;

/**
 * Puts something else in the place of one record of a JSON answer: the one in a list of objects in which a text stands.
 * Only the first such list is changed, and answers without it are left as they are.
 *
 * @param instead what takes its place, or what makes it of the record
 */
export function spoil(text: string, instead: unknown): Fault {
  const change: Change = typeof instead === 'function' ? (instead as Change) : () => instead;
  return async (request, server) => {
    const response = await server(request);
    const body = await response.clone().text();
    if (!body.includes(JSON.stringify(text).slice(1, -1))) return response;
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return response;
    }
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(JSON.stringify(spoiled(parsed, text, change)), { status: response.status, headers });
  };
}

/** The fields of the record in which a text stands. @throws Absent where the server's answers are not JSON */
export async function fieldsOf(text: string, way: FaultyFetch, read: () => Promise<unknown>): Promise<Set<string>> {
  const fields = new Set<string>();
  const look = (record: unknown) => {
    for (const field of Object.keys(record as object)) fields.add(field);
    return record;
  };
  way.break(spoil(text, look));
  await read();
  if (fields.size === 0) throw new Absent('its answers hold no lists of JSON');
  return fields;
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
