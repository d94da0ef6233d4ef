import type { TextEntity } from '../../../core/model/content.js';
import { facet } from './views.js';

const encoder = new TextEncoder();
// A byte order mark counts like any other character here.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bluesky's texts have at most 3,000 bytes; of a longer one nothing is marked. */
const longest = 10_000;

/** Reads facets: UTF-8 byte ranges become UTF-16 ranges. What lies outside of the text or cuts a character is left out. */
export function entitiesOf(text: string, facets: readonly unknown[]): { entities: TextEntity[]; mentioned: string[] } {
  const bytes = encoder.encode(text);
  const entities: TextEntity[] = [];
  const mentioned = new Set<string>();
  const offset = (index: number): number =>
    index > bytes.length || ((bytes[index] ?? 0) & 0xc0) === 0x80
      ? -1
      : decoder.decode(bytes.subarray(0, index)).length;
  if (bytes.length <= longest)
    for (const item of facets.slice(0, 100)) {
      const { data } = facet.safeParse(item);
      if (!data) continue;
      const start = offset(data.index.byteStart);
      const end = offset(data.index.byteEnd);
      if (start < 0 || end <= start) continue;
      for (const { did, uri, tag } of data.features.slice(0, 10)) {
        const url = did ? `https://bsky.app/profile/${did}` : uri;
        if (did?.startsWith('did:')) mentioned.add(did);
        else if (!tag && !/^https?:\/\//i.test(uri ?? '')) continue;
        const type = did ? 'mention' : uri ? 'link' : 'tag';
        entities.push({ type, start, end, ...(url && url.length <= 4000 && { url }) });
      }
    }
  return { entities, mentioned: [...mentioned] };
}

export interface Facet {
  index: { byteStart: number; byteEnd: number };
  features: ({ $type: string } & Record<string, string>)[];
}

/**
 * Finds mentions, links and tags in a text that is to be sent. A mention notifies only when its handle has a DID, so a
 * handle that nobody has stays plain text.
 */
export async function facetsOf(
  text: string,
  resolve: (handle: string) => Promise<string | undefined>,
): Promise<Facet[]> {
  const facets: Facet[] = [];
  const add = (start: number, part: string, type: string, feature: Record<string, string>): void => {
    const byteStart = encoder.encode(text.slice(0, start)).length;
    const index = { byteStart, byteEnd: byteStart + encoder.encode(part).length };
    facets.push({ index, features: [{ $type: `app.bsky.richtext.facet#${type}`, ...feature }] });
  };
  for (const { 0: part, index } of text.matchAll(/(?<=^|[\s(])@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi)) {
    const did = await resolve(part.slice(1).toLowerCase());
    if (did) add(index, part, 'mention', { did });
  }
  for (const { 0: found, index } of text.matchAll(/(?<=^|[\s(])https?:\/\/[^\s<>"]+/gi)) {
    const uri = found.replace(found.includes('(') ? /[.,;:!?'"]+$/ : /[.,;:!?'")]+$/, '');
    if (URL.canParse(uri)) add(index, uri, 'link', { uri });
  }
  for (const { 0: found, index } of text.matchAll(/(?<=^|\s)[#＃][^\s#\p{Cf}]{1,64}/gu)) {
    const tag = found.slice(1).replace(/\p{P}+$/u, '');
    if (/[^\d\p{P}]/u.test(tag)) add(index, found[0] + tag, 'tag', { tag });
  }
  return facets.sort((left, right) => left.index.byteStart - right.index.byteStart);
}
