import type { RecordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { Interaction } from '../model/interaction.js';
import type { StoreReader } from '../store/store.js';

/** Somebody spoke to us, and when we answered. */
export interface Exchange {
  askedAt: Instant;
  answeredAt?: Instant;
}

interface Spoken {
  at: Instant;
  thread: string;
  externalId: string;
  ours: boolean;
  toUs: boolean;
  inReplyTo: string | undefined;
}

/** The most interactions that a KPI reads: of a longer time the newest. */
const mostRead = 20_000;
const pageSize = 1000;

/** What was said since a moment, the oldest first, with who spoke to whom. */
async function spokenSince(store: StoreReader, since: Instant): Promise<Spoken[]> {
  const own = new Map<RecordId, boolean>();
  const isOwn = async (id: RecordId) => {
    const known = own.get(id);
    if (known !== undefined) return known;
    const found = (await store.get('records', { id }))?.state === 'own';
    own.set(id, found);
    return found;
  };
  const spoken: Spoken[] = [];
  let after: { at: Instant; id: Interaction['id'] } | undefined;
  while (spoken.length < mostRead) {
    const rows = await store.list('interactions', 'all', {
      where: {},
      direction: 'descending',
      limit: pageSize,
      ...(after && { after }),
    });
    for (const { at, thread, externalId, data } of rows) {
      if (at < since) return spoken.reverse();
      if (!data || data.automatic || data.kind === 'reaction' || data.kind === 'follow') continue;
      let ours = false;
      let toUs = false;
      for (const { role, record } of data.participants) {
        if (!(await isOwn(record))) continue;
        if (role === 'author') ours = true;
        else toUs = true;
      }
      spoken.push({ at, thread, externalId, ours, toUs: toUs && !ours, inReplyTo: data.inReplyTo?.externalId });
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    after = { at: last.at, id: last.id };
  }
  return spoken.reverse();
}

/**
 * The times that somebody spoke to us since a moment. Several words in a row of one thread are one; our next word in
 * the thread, or the answer to any of them, answers it. Machines' notices and reactions are no words.
 */
export async function exchangesSince(store: StoreReader, since: Instant): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const open = new Map<string, Exchange>();
  const ourWords = new Set<string>();
  for (const { at, thread, externalId, ours, toUs, inReplyTo } of await spokenSince(store, since)) {
    if (ours) {
      ourWords.add(externalId);
      const waiting = open.get(thread);
      if (waiting) waiting.answeredAt = at;
      open.delete(thread);
    } else if ((toUs || (inReplyTo !== undefined && ourWords.has(inReplyTo))) && !open.has(thread)) {
      const exchange: Exchange = { askedAt: at };
      exchanges.push(exchange);
      open.set(thread, exchange);
    }
  }
  return exchanges;
}

/** How many times we spoke since a moment in threads that others had begun or joined. */
export async function repliesSince(store: StoreReader, since: Instant): Promise<number> {
  return (await spokenSince(store, since)).filter(({ ours, inReplyTo }) => ours && inReplyTo !== undefined).length;
}
