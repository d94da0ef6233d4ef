import { instantOf } from '../../core/clock.js';
import type { Context } from '../../core/context.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { Permission, Permits } from '../../core/privacy/permits.js';
import { networkOf, type TermsOf } from '../../core/privacy/terms-book.js';
import type { StoreReader } from '../../core/store/store.js';

export interface TermsOptions {
  permits: Permits;
  /** The terms of networks; one that has none gets the strictest. */
  terms: TermsOf;
}

/** The part that we take in an interaction. */
export interface OurPart {
  /** We are who speaks. */
  byUs: boolean;
  /** Somebody else turned to us. */
  toUs: boolean;
}

export async function ourPartIn(store: StoreReader, { participants }: Interaction): Promise<OurPart> {
  const part: OurPart = { byUs: false, toUs: false };
  for (const { record, role } of participants) {
    if ((await store.get('records', { id: record }))?.state !== 'own') continue;
    if (role === 'author' || role === 'organizer') part.byUs = true;
    else part.toUs = true;
  }
  return part.byUs ? { byUs: true, toUs: false } : part;
}

/** Asks the networks' terms before something goes into a CRM. */
export interface TermsGate {
  /** Whether the words of an interaction may go there. */
  activity(interaction: Interaction, part: OurPart): Permission;
  /** Whether what a network says of somebody may go there. */
  attributes(profile: SourceRecord): Permission;
  /** Whether somebody's ids on a network may go there. */
  identifiers(profile: SourceRecord): Permission;
}

export function termsGate({ permits, terms }: TermsOptions, context: Context): TermsGate {
  const ask = (network: string, ...[act, data]: [Parameters<Permits>[1], Parameters<Permits>[2]]): Permission => {
    return permits(terms(network), act, data, instantOf(context.clock));
  };
  return {
    activity: ({ network, origin, firstSeenAt: at }, { byUs, toUs }) =>
      ask(network, 'pass-on', byUs ? { kind: 'own-data', origin, at } : { kind: 'content', origin, at, asked: toUs }),
    attributes: ({ source, origin, observedAt: at }) =>
      ask(networkOf(source), 'enrich', { kind: 'others-profiles', origin, at }),
    identifiers: ({ source, origin, observedAt: at }) => ask(networkOf(source), 'enrich', { kind: 'ids', origin, at }),
  };
}
