import type { Context } from '../../../core/context.js';
import { KenningError } from '../../../core/errors.js';
import { threadOf } from '../../../core/ingest/write-interaction.js';
import { customerOf } from '../../../core/members.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { OutboxEntry } from '../../../core/model/outbox-entry.js';
import { outboxKeyLock } from '../../../core/outbox/enqueue.js';
import type { Store, StoreReader } from '../../../core/store/store.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import type { CasePriority, CrmEntry } from '../../write-back/crm-entry.js';
import { crmContactOf } from '../../write-back/crm-people.js';
import { enqueueEntry } from '../../write-back/enqueue-entry.js';
import { ourPartIn, type TermsGate } from '../../write-back/terms-gate.js';
import { knownIn } from '../fields/field-sides.js';

export interface OpenCaseInput {
  /** The app's name of the CRM; may be left out where only one can open cases. */
  in?: string;
  priority?: CasePriority;
  /** Who opens it. */
  by: string;
}

/** A conversation has one case in a CRM, whoever opens it: the key names the first that was said in it. */
export async function caseKey(store: StoreReader, crm: string, interaction: Interaction): Promise<string> {
  const [first] = await store.list('interactions', 'byThread', { where: { thread: threadOf(interaction) }, limit: 1 });
  return `case ${crm} ${first?.id ?? interaction.id}`;
}

/**
 * Opens a case in a CRM from something that was said, on the contact of who said it, else of who takes part. Gives the
 * entry of the outbox, which is there already when the conversation has a case.
 *
 * @throws `not-found` when nobody who takes part is a contact there, `unsupported` where no CRM can open cases,
 * `not-permitted` when the network's terms forbid to pass it on.
 */
export async function openCase(
  desk: { store: Store; context: Context; crms: Readonly<Record<string, CrmAdapter>>; gate: TermsGate },
  id: InteractionId,
  { in: named, priority, by }: OpenCaseInput,
): Promise<OutboxEntry> {
  const { store, context, crms, gate } = desk;
  if (!by.trim()) throw new KenningError('invalid', 'Say who opens the case, in `by`.');
  const crm = crmFor(crms, named);
  const interaction = (await store.get('interactions', { id }))?.data;
  if (interaction?.state !== 'standing') throw new KenningError('not-found', `Nothing of the id ${id} is said now.`);
  const permission = gate.activity(interaction, await ourPartIn(store, interaction));
  if (!permission.permitted)
    throw new KenningError('not-permitted', `The term ${permission.term} forbids it: ${permission.reason}`);
  const contact = await contactIn(desk, crm, interaction);
  if (!contact)
    throw new KenningError(
      'not-found',
      `Nobody who takes part is a contact in "${crm}". Let a rule make them one, or merge them with their contact.`,
    );
  const key = await caseKey(store, crm, interaction);
  const entry: CrmEntry = {
    verb: 'open-case',
    contact: crmContactOf(contact),
    interaction: id,
    ...(priority && { priority }),
  };
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxKeyLock(key)]);
    return enqueueEntry(transaction, context, { crm, key, entry, by });
  });
}

function crmFor(crms: Readonly<Record<string, CrmAdapter>>, named: string | undefined): string {
  const able = Object.keys(crms).filter((crm) => crms[crm]?.openCase);
  if (named !== undefined && able.includes(named)) return named;
  if (named === undefined && able.length === 1) return able[0] as string;
  throw new KenningError(
    'unsupported',
    able.length === 0
      ? 'No CRM of this app can open cases.'
      : `Name the CRM in \`in\`; those that can open cases are ${able.join(', ')}.`,
  );
}

async function contactIn(
  { store, crms }: { store: Store; crms: Readonly<Record<string, CrmAdapter>> },
  crm: string,
  { participants }: Interaction,
) {
  const others = [...participants].sort(
    (left, right) => Number(right.role === 'author') - Number(left.role === 'author'),
  );
  for (const { record } of others) {
    const customer = await customerOf(store, record);
    const [contact] = customer ? ((await knownIn(store, crms, customer)).contacts.get(crm) ?? []) : [];
    if (contact) return contact;
  }
  return undefined;
}
