import type { RecordId } from '../model/id.js';
import type { Interaction } from '../model/interaction.js';
import { readInteraction } from '../read-interaction.js';
import { everyPage } from '../store/every-page.js';
import type { StoreReader } from '../store/store.js';
import type { ExportEntry } from './export-parts.js';

/** Every interaction in which one of these records took part, once each; `permit` says of each whether it may go out. */
export async function* exportInteractions(
  store: StoreReader,
  records: readonly RecordId[],
  permit: (interaction: Interaction, isOurs: boolean) => boolean,
): AsyncGenerator<ExportEntry> {
  const theirs = new Set(records);
  for (const record of records)
    for await (const rows of everyPage(store, 'participants', 'byRecord', { record }))
      for (const { interaction, role } of rows) {
        const data = (await store.get('interactions', { id: interaction }))?.data;
        const first = data?.participants.find((one) => theirs.has(one.record));
        // One in which they took several parts is given at the first of them.
        if (!data || first?.record !== record || first.role !== role) continue;
        if (permit(data, await isOurs(store, data))) yield await entryOf(store, data, theirs);
      }
}

async function entryOf(store: StoreReader, data: Interaction, theirs: ReadonlySet<RecordId>): Promise<ExportEntry> {
  const { participants, channels: _channels, ...head } = data;
  const roles = participants.filter(({ record }) => theirs.has(record)).map(({ role }) => role);
  const others = [];
  for (const { record, role } of participants)
    if (!theirs.has(record)) others.push({ role, name: await shownName(store, record) });
  if (!roles.includes('author')) return { part: 'interaction', data: { ...head, roles, others } };
  const history = await readInteraction(store, data.id);
  const raw = (await store.get('raw', { interaction: data.id }))?.data;
  const { revisions, counts, signals } = history ?? {};
  return {
    part: 'interaction',
    data: { ...head, roles, others, revisions, counts, signals, ...(raw !== undefined && { raw }) },
  };
}

/** What the person saw of somebody else: a name, or that it was us. */
async function shownName(store: StoreReader, record: RecordId): Promise<string> {
  const row = await store.get('records', { id: record });
  if (row?.state === 'own') return 'us';
  return row?.data?.attributes.name ?? 'somebody else';
}

async function isOurs(store: StoreReader, { participants }: Interaction): Promise<boolean> {
  const author = participants.find(({ role }) => role === 'author')?.record;
  return author !== undefined && (await store.get('records', { id: author }))?.state === 'own';
}
