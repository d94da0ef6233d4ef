import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import type { RecordView } from './views.js';

/** A moment as HubSpot writes it, in ISO 8601 or in milliseconds since 1970. */
export function hubspotInstant(text: string | null | undefined): Instant | undefined {
  const at = text ? new Date(/^\d{1,16}$/.test(text) ? Number(text) : text) : undefined;
  return at && Math.abs(at.getTime()) < 8.64e15 && at.getUTCFullYear() < 10_000 && at.getUTCFullYear() >= 0
    ? at.toISOString()
    : undefined;
}

/**
 * When a record was made and last changed.
 *
 * @throws KenningError `invalid` where it does not say
 */
export function timesOf(record: RecordView, changed: string): { createdAt: Instant; changedAt: Instant } {
  const { createdAt, updatedAt, properties } = record;
  const changedAt = hubspotInstant(properties[changed]) ?? hubspotInstant(updatedAt) ?? hubspotInstant(createdAt);
  if (!changedAt) throw new KenningError('invalid', `HubSpot does not say when record ${record.id} was changed.`);
  return { createdAt: hubspotInstant(createdAt) ?? hubspotInstant(properties.createdate) ?? changedAt, changedAt };
}

/** Where a person looks at a record. */
export function addressOf(source: string, typeId: string, id: string): string {
  return `https://app.hubspot.com/contacts/${source.slice(source.indexOf('/') + 1)}/record/${typeId}/${encodeURIComponent(id)}`;
}
