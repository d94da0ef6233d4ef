import { instantOf } from '../../core/clock.js';
import type { Context } from '../../core/context.js';
import { KenningError } from '../../core/errors.js';
import type { Instant } from '../../core/model/instant.js';
import { writeAudit } from '../../core/outbox/audit.js';
import type { Store, StoreReader } from '../../core/store/store.js';
import type { CrmAdapter } from '../crm-adapter.js';

/** What is kept of an audit: figures alone, so that later ones show the trend. */
export interface AuditFigures {
  at: Instant;
  contacts: number;
  /** How many say a field, by its name. */
  filled: Record<string, number>;
  /** How many have a problem, by its name. */
  problems: Record<string, number>;
  /** How many contacts there would be fewer without duplicates; absent where that was not looked at. */
  duplicates?: number;
}

/** A person's word that the state of a CRM is known, and that it may be written into. */
export interface AuditAcknowledgment {
  /** Who says so. */
  by: string;
  at: Instant;
  /** When the audit was made that it is about. */
  of: Instant;
  note?: string;
}

/** All that is known of a CRM's audits. */
export interface AuditBook {
  /** The oldest first. */
  audits: AuditFigures[];
  acknowledged?: AuditAcknowledgment;
}

/** Older audits are forgotten. */
const mostAudits = 60;

const nameOf = (crm: string) => `audit ${crm}`;

/** The audits of a CRM, by the app's name of it. */
export async function readAuditBook(store: Pick<StoreReader, 'get'>, crm: string): Promise<AuditBook> {
  return ((await store.get('settings', { name: nameOf(crm) }))?.data as AuditBook | undefined) ?? { audits: [] };
}

/** Keeps the figures of an audit. */
export function keepAudit(store: Store, crm: string, figures: AuditFigures): Promise<void> {
  return changeBook(store, crm, (book) => ({ ...book, audits: [...book.audits, figures].slice(-mostAudits) }));
}

/**
 * A person says that he knows what the last audit of a CRM found, so that it may be written into.
 *
 * @param options.by the person, by a name that others know
 * @throws KenningError `not-found` when there was no audit, `invalid` without a name
 * @example
 * await acknowledgeAudit(store, context, { crm: 'contacts', by: 'Ann Brown', note: 'duplicates are mended in May' });
 */
export async function acknowledgeAudit(
  store: Store,
  context: Context,
  options: { crm: string; by: string; note?: string },
): Promise<AuditAcknowledgment> {
  const { crm, note } = options;
  const by = options.by.trim();
  if (by === '') throw new KenningError('invalid', 'An audit is acknowledged by a person: say who in `by`.');
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [nameOf(crm)]);
    const book = await readAuditBook(transaction, crm);
    const last = book.audits.at(-1);
    if (!last) throw new KenningError('not-found', `There was no audit of "${crm}" yet: run \`kenning audit ${crm}\`.`);
    const acknowledged: AuditAcknowledgment = { by, at: instantOf(context.clock), of: last.at, ...(note && { note }) };
    await transaction.put('settings', { name: nameOf(crm), data: { ...book, acknowledged } });
    await writeAudit(transaction, context, `crm:${crm}`, {
      by,
      act: 'acknowledge audit',
      outcome: 'done',
      ...(note && { reason: note }),
    });
    return acknowledged;
  });
}

/**
 * Refuses to write into a CRM whose data nobody has looked at: social data poured on bad data makes it worse. CRMs into
 * which nothing can be written are let through.
 *
 * @param crms by the app's names
 * @throws KenningError `not-permitted`, saying what to do
 * @example
 * await insistOnAudit(store, { contacts: adapter });
 */
export async function insistOnAudit(
  store: Pick<StoreReader, 'get'>,
  crms: Readonly<Record<string, CrmAdapter>>,
): Promise<void> {
  for (const [crm, adapter] of Object.entries(crms)) {
    const obstacle = await auditObstacle(store, crm, adapter);
    if (obstacle !== undefined) throw new KenningError('not-permitted', obstacle);
  }
}

/** Why a CRM must not be written into yet, and what to do; undefined when it may be. */
export async function auditObstacle(
  store: Pick<StoreReader, 'get'>,
  crm: string,
  adapter: CrmAdapter,
): Promise<string | undefined> {
  if (!canWrite(adapter)) return undefined;
  const { audits, acknowledged } = await readAuditBook(store, crm);
  if (acknowledged) return undefined;
  const toDo = audits.length === 0 ? `run \`kenning audit ${crm}\`, read it, and then ` : '';
  return `Nothing is written to "${crm}" before a person has seen the state of its data: ${toDo}say so with \`kenning audit ${crm} --acknowledge --by NAME\`, or app.acknowledgeAudit({ crm: '${crm}', by }).`;
}

function canWrite(adapter: CrmAdapter): boolean {
  const { upsert, logActivity, merge, openCase, createLead } = adapter;
  return [upsert, logActivity, merge, openCase, createLead].some((verb) => verb !== undefined);
}

async function changeBook(store: Store, crm: string, change: (book: AuditBook) => AuditBook): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.lock(() => [nameOf(crm)]);
    const data = change(await readAuditBook(transaction, crm));
    await transaction.put('settings', { name: nameOf(crm), data });
  });
}
