import type { EffectiveConsent } from '../../core/model/customer.js';
import type { CustomerId, RecordId } from '../../core/model/id.js';
import type { Instant } from '../../core/model/instant.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { Policy } from '../../core/model/strategy.js';
import type { Permits } from '../../core/privacy/permits.js';
import type { StoreReader } from '../../core/store/store.js';
import type { EffectiveStage } from '../../core/strategy/stage.js';
import type { Connector } from '../connector.js';
import type { Intent } from './intent.js';
import type { Refusal } from './refusal.js';

/** The strictest consent over a customer's records. Pure. */
export type ConsentOf = (records: Iterable<Pick<SourceRecord, 'source' | 'consents'>>) => EffectiveConsent[];

/** The customer that holds a record. */
export type CustomerOf = (store: StoreReader, record: RecordId) => Promise<CustomerId | undefined>;

/** All that a rule may look at. */
export interface Gate {
  /** The transaction in which the entry is made or released. */
  store: StoreReader;
  now: Instant;
  intent: Intent;
  connector: Connector | undefined;
  /** The names of all channels. */
  channels: readonly string[];
  interaction: Interaction | undefined;
  /** The record of whom it goes to. */
  record: RecordId | undefined;
  stage: EffectiveStage;
  policy: Policy;
  permits: Permits;
  consentOf: ConsentOf;
  customerOf: CustomerOf;
  /** `asked`: somebody wants it. `released`: a person lets one go out that waited, which was compared when it was asked. */
  moment: 'asked' | 'released';
  /** Whether it goes out now, not after a person's word. */
  goesOut: boolean;
}

export type Rule = (gate: Gate) => Refusal | undefined | Promise<Refusal | undefined>;
