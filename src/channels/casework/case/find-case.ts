import { interactionRowOf, threadOf } from '../../../core/ingest/write-interaction.js';
import { customerOf, membersOf } from '../../../core/members.js';
import type { InteractionId, RecordId } from '../../../core/model/id.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { StoreReader } from '../../../core/store/store.js';
import { caseTiedTo } from './case-store.js';

/** Kinds of which a conversation is among those who take part. */
const privateKinds: ReadonlySet<string> = new Set([
  'message',
  'email',
  'sms',
  'chat',
  'call',
  'letter',
  'fax',
  'meeting',
  'visit',
]);

/** The case of the conversation that something was said in: what it answers has one, or its thread. */
export async function caseOfConversation(store: StoreReader, interaction: Interaction): Promise<string | undefined> {
  const { inReplyTo } = interaction;
  const parent = inReplyTo && (await interactionRowOf(store, inReplyTo));
  const answered = parent && (await caseTiedTo(store, 'interaction', parent.id));
  if (answered !== undefined) return answered;
  const root = await threadRoot(store, interaction);
  return root && caseTiedTo(store, 'root', root);
}

/**
 * What stands for a thread that is one conversation. Below what we posted ourselves many speak of their own matters: there
 * each of them has a case, as where nobody knows who began.
 */
export async function threadRoot(store: StoreReader, interaction: Interaction): Promise<InteractionId | undefined> {
  const { id, kind, visibility, root } = interaction;
  if (!root) return id;
  const found = await interactionRowOf(store, root);
  if (privateKinds.has(kind) || visibility === 'direct') {
    if (found) return found.id;
    const where = { thread: threadOf(interaction) };
    return (await store.list('interactions', 'byThread', { where, limit: 1 }))[0]?.id ?? id;
  }
  const author = found?.data?.participants.find(({ role }) => role === 'author')?.record;
  if (!found || !author || (await store.get('records', { id: author }))?.state === 'own') return undefined;
  return found.id;
}

/** The oldest case of a customer that is not resolved. */
export async function openCaseOf(store: StoreReader, record: RecordId): Promise<string | undefined> {
  const customer = await customerOf(store, record);
  const found: string[] = [];
  for (const member of customer ? await membersOf(store, customer) : [record]) {
    const open = await caseTiedTo(store, 'open', member);
    if (open !== undefined) found.push(open);
  }
  return found.sort()[0];
}
