import { z } from 'zod';
import type { Connector, Offers } from '../../channels/connector.js';
import { isKenningError } from '../../core/errors.js';
import type { Fetch } from '../../core/http/bounded-fetch.js';
import type { Scope } from '../../core/model/scope.js';
import { type Profile, sourceRecordDraft } from '../../core/model/source-record.js';
import type { Terms } from '../../core/model/terms.js';
import { dutiesOf } from '../../core/privacy/permits.js';
import { networkOf } from '../../core/privacy/terms-book.js';
import type { LookUp } from '../desk.js';
import type { Lead } from '../lead.js';
import type { EnrichmentService } from '../services.js';

/** A network that is asked; of one with many servers, a function of the server: `(host, fetch) => mastodon({ instance: host, fetch })`. */
export type AskedNetwork = Connector | ((realm: string, fetch: Fetch) => Connector);

export interface NetworksOptions {
  networks: Readonly<Record<string, AskedNetwork>>;
  /** For servers whose names came from outside. */
  fetch: Fetch;
  serviceOf(name: string): EnrichmentService;
  /** Whether somebody is not to be found. Of them nothing is kept. */
  hides(profile: Profile): boolean;
  /** An app's own contracts with networks. */
  contracts: Readonly<Record<string, Terms>>;
}

/** The networks on which accounts are looked up. */
export interface Networks {
  /** The terms that hold there; undefined where none are known. */
  termsOf(scope: Scope): Terms | undefined;
  /** Undefined where nothing can be looked up. */
  profile(lead: Lead): LookUp<Profile | null> | undefined;
  /** One for each network that finds people by name. */
  people(name: string): { network: string; lookUp: LookUp<Profile[]> }[];
}

const mostFound = 10;
const mostServers = 5000;
/** What will be no other tomorrow. */
const forGood = new Set(['not-found', 'forbidden', 'invalid', 'not-permitted', 'too-large', 'unsupported']);

const profileSchema: z.ZodType<Profile> = sourceRecordDraft.transform((draft) => ({ ...draft, kind: 'profile' }));

export function networks({ networks: asked, fetch, serviceOf, hides, contracts }: NetworksOptions): Networks {
  const servers = new Map<string, Connector | undefined>();

  const connectorAt = (scope: Scope): Connector | undefined => {
    const network = networkOf(scope);
    const option = asked[network];
    if (typeof option !== 'function') return option;
    const realm = scope.slice(network.length + 1);
    if (!realm) return undefined;
    if (!servers.has(scope) && servers.size < mostServers)
      servers.set(
        scope,
        made(() => option(realm, fetch)),
      );
    return servers.get(scope);
  };
  const termsOf = (scope: Scope): Terms | undefined => {
    const network = networkOf(scope);
    return Object.hasOwn(contracts, network) ? contracts[network] : connectorAt(scope)?.network.terms;
  };
  const question = (network: string, scope: Scope, lane: string) => ({
    service: network,
    lane,
    limits: serviceOf(network).limits,
    keepForHours: dutiesOf(termsOf(scope), { kind: 'others-profiles', origin: 'api' }).keepFor?.hours,
  });

  return {
    termsOf,

    profile({ scope, by }) {
      const network = networkOf(scope);
      const connector = connectorAt(scope);
      if (!connector?.profile) return undefined;
      const realm = scope.slice(network.length + 1);
      const isElsewhere = 'handle' in by && realm !== '' && connector.realm !== undefined && connector.realm !== realm;
      const ref = isElsewhere ? { handle: `${by.handle}@${realm}` } : by;
      return {
        ...question(network, scope, connector.realm ? `${network}/${connector.realm}` : network),
        key: `profile ${scope} ${JSON.stringify(ref)}`,
        schema: profileSchema.nullable(),
        async send(signal) {
          try {
            const found = await (connector as Offers<'profile'>).profile(ref, { ...(signal && { signal }) });
            return found && !hides(found) ? told(found) : null;
          } catch (error) {
            if (isKenningError(error) && forGood.has(error.code)) return null;
            throw error;
          }
        },
      };
    },

    people(name) {
      return Object.entries(asked).flatMap(([network, connector]) => {
        if (typeof connector === 'function' || !connector.people) return [];
        const { people, realm } = connector as Offers<'people'>;
        const lookUp: LookUp<Profile[]> = {
          ...question(network, network, realm ? `${network}/${realm}` : network),
          key: `people ${network} ${realm ?? ''} ${name.toLowerCase()}`,
          schema: z.array(profileSchema),
          async send(signal) {
            const { items } = await people(name, { limit: mostFound, ...(signal && { signal }) });
            return items
              .filter((profile) => !hides(profile))
              .slice(0, mostFound)
              .map(told);
          },
        };
        return [{ network, lookUp }];
      });
    },
  };
}

/** What is compared of a profile; nothing else is kept. */
function told({ counts: _counts, consents: _consents, attributes, ...profile }: Profile): Profile {
  const { image: _image, custom: _custom, bio, ...rest } = attributes;
  return { ...profile, attributes: { ...rest, ...(bio && { bio: bio.slice(0, 2000) }) } };
}

function made(make: () => Connector): Connector | undefined {
  try {
    return make();
  } catch (error) {
    // The name of a server came from outside and may be none.
    if (isKenningError(error, 'invalid')) return undefined;
    throw error;
  }
}
