import { KenningError } from '../../../core/errors.js';

/** How new records are tied to others, by HubSpot's own numbers for it. */
const ties: Readonly<Record<string, number>> = {
  'notes contacts': 202,
  'notes companies': 190,
  'notes leads': 855,
  'communications contacts': 81,
  'communications companies': 87,
  'tickets contacts': 16,
  'tickets companies': 339,
  'leads contacts': 578,
};

/**
 * What ties a new record to one that stands.
 *
 * @throws KenningError `unsupported` where HubSpot knows no such tie
 */
export function tieTo(from: string, to: string, id: string) {
  const associationTypeId = ties[`${from} ${to}`];
  if (associationTypeId === undefined)
    throw new KenningError('unsupported', `hubspot: nothing of ${from} can be tied to ${to}.`);
  return { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] };
}
