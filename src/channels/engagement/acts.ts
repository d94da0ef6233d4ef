import { type AuditEntry, audit } from '../../core/outbox/audit.js';
import type { StoreReader } from '../../core/store/store.js';
import { engagementVerbs } from './intent.js';

/** The most lines of the audit that a rule reads. */
const mostRead = 20_000;

/** The audit of a channel over some hours, the newest first. Of more than 20,000 lines the newest. */
function linesWithin(store: StoreReader, channel: string, now: string, hours: number): Promise<AuditEntry[]> {
  const since = new Date(Date.parse(now) - hours * 3_600_000).toISOString();
  return audit(store, { channel, since, limit: mostRead });
}

const asked: ReadonlySet<string> = new Set(engagementVerbs);
const released: ReadonlySet<string> = new Set([...engagementVerbs, 'approve', 'release', 'settle']);

/** What people and machines wanted to go out, drafts that wait among it. */
export async function askedWithin(
  store: StoreReader,
  channel: string,
  now: string,
  hours: number,
): Promise<AuditEntry[]> {
  const lines = await linesWithin(store, channel, now, hours);
  return lines.filter(({ act, outcome }) => asked.has(act) && (outcome === 'pending' || outcome === 'held'));
}

/** How many times something was let out. */
export async function releasedWithin(store: StoreReader, channel: string, now: string, hours: number): Promise<number> {
  const lines = await linesWithin(store, channel, now, hours);
  return lines.filter(({ act, outcome }) => released.has(act) && outcome === 'pending').length;
}
