import type { Identifier } from '../../src/core/model/identifier.js';
import type { Attributes } from '../../src/core/model/party.js';
import type { SourceRecord } from '../../src/core/model/source-record.js';

let made = 0;

/** A record of made-up content; what is not given is a contact of a person. */
export function record(
  attributes: Attributes = {},
  identifiers: readonly (Partial<Identifier> & Pick<Identifier, 'kind' | 'value'>)[] = [],
  rest: Partial<SourceRecord> = {},
): SourceRecord {
  made += 1;
  const id = `00000000-0000-7000-8000-${made.toString(16).padStart(12, '0')}` as SourceRecord['id'];
  return {
    id,
    source: 'crm',
    externalId: `c${made}`,
    kind: 'contact',
    party: 'person',
    origin: 'api',
    observedAt: '2026-01-01T00:00:00.000Z',
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    attributes,
    identifiers: identifiers.map((one) => ({ scope: '', ...one })),
    ...rest,
  };
}

/** An account on a network, with its handle and the stable id that the network gave. */
export function profile(
  network: string,
  handle: string,
  attributes: Attributes = {},
  identifiers: Parameters<typeof record>[1] = [],
  rest: Partial<SourceRecord> = {},
): SourceRecord {
  const own: Parameters<typeof record>[1] = [
    { kind: 'handle', scope: network, value: handle },
    { kind: 'account-id', scope: network, value: `${network}-${handle}`, verifiedBy: 'network' },
  ];
  return record(attributes, [...own, ...identifiers], {
    source: network,
    externalId: `${network}-${handle}`,
    kind: 'profile',
    ...rest,
  });
}
