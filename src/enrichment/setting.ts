import { type Clock, systemClock } from '../core/clock.js';
import { outsideFetch } from '../core/http/outside/outside-fetch.js';
import type { Contact } from '../core/model/source-record.js';
import type { Resolver } from '../core/ports.js';
import { type Wait, wait } from '../core/wait.js';
import { matcher } from '../identity/matcher/matcher.js';
import { type Gate, gate } from './gate.js';
import type { Sources } from './investigate.js';
import { atprotoLookUp, type ResolveTexts } from './look-ups/atproto.js';
import { gravatar } from './look-ups/gravatar.js';
import { networks } from './look-ups/networks.js';
import { webfingerLookUp } from './look-ups/webfinger.js';
import type { EnrichOptions } from './options.js';
import { type EnrichmentService, polite, services } from './services.js';
import { sharedAmong } from './shared.js';
import { type Subject, subjectOf } from './subject.js';
import { type Suppression, suppression } from './suppression.js';
import { outsideWeb } from './web/outside-web.js';

/** Everything that a plan and a run have in common. */
export interface Setting {
  sources: Sources;
  resolver: Resolver;
  gate: Gate;
  suppressed: Suppression;
  serviceOf(name: string): EnrichmentService;
  clock: Clock;
  wait: Wait;
}

/** Whom a run is about, and who was left out. */
export interface Round {
  contacts: number;
  suppressed: number;
  optedOut: number;
  subjects: Subject[];
}

export function settingOf(options: EnrichOptions): Setting {
  const { sources = {}, contact, timeoutMs = 15_000, clock = systemClock } = options;
  const { networks: asked = {}, gravatar: byAddress = true } = sources;
  const userAgent = `kenning (contact enrichment${contact ? `; +${contact}` : ''})`;
  const serviceOf = (name: string): EnrichmentService => options.services?.[name] ?? services[name] ?? polite;
  const fetch = options.outsideFetch ?? outsideFetch({ timeoutMs });
  const web = outsideWeb({ fetch, userAgent, timeoutMs });
  const suppressed = suppression(options.suppress ?? []);
  const found = networks({
    networks: asked,
    fetch,
    serviceOf,
    hides: suppressed.hides,
    contracts: options.terms ?? {},
  });
  const resolveTexts = options.resolveTexts ?? systemTexts;
  return {
    sources: {
      networks: found,
      ...(byAddress && {
        gravatar: gravatar({
          key: typeof byAddress === 'object' ? byAddress.key : undefined,
          fetch: options.fetch,
          serviceOf,
          clock,
          userAgent,
        }),
      }),
      ...(sources.sites !== false && { sites: web }),
      ...(sources.webfinger !== false && { webfinger: (address: string) => webfingerLookUp(address, web) }),
      ...(sources.atproto !== false && { atproto: (domain: string) => atprotoLookUp(domain, { web, resolveTexts }) }),
      names: sources.names !== false,
    },
    resolver: options.resolver ?? matcher(),
    gate: gate(found.termsOf, clock),
    suppressed,
    serviceOf,
    clock,
    wait: options.wait ?? wait,
  };
}

/** Reads the contacts. Of those that are left out nothing is compared and nothing asked. */
export async function roundOf(
  contacts: EnrichOptions['contacts'],
  { suppressed, resolver }: Pick<Setting, 'suppressed' | 'resolver'>,
): Promise<Round> {
  const kept: Contact[] = [];
  const out = { suppressed: 0, 'opted-out': 0 };
  for await (const contact of contacts) {
    const why = contact.own ? 'suppressed' : suppressed.why(contact);
    if (why) out[why] += 1;
    else kept.push(contact);
  }
  const shared = sharedAmong(kept, resolver);
  return {
    contacts: kept.length + out.suppressed + out['opted-out'],
    suppressed: out.suppressed,
    optedOut: out['opted-out'],
    subjects: kept.map((contact) => subjectOf(contact, shared)),
  };
}

/** Loaded when the DNS is asked: other runtimes have no such module. */
const systemTexts: ResolveTexts = async (name) => (await import('./look-ups/resolve-texts.js')).systemTexts(name);
