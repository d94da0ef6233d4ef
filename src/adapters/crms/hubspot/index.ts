import type { CrmAdapter, CrmWriteVerb } from '../../crm-adapter.js';
import { hubspotNetwork } from './network.js';
import { type HubspotOptions, parseOptions } from './options.js';
import type { HubspotVerbs } from './verbs.js';
import { hubspotWebhook } from './webhook.js';

export type { Fetch } from '../../../core/http/bounded-fetch.js';
export type { HubspotOptions } from './options.js';

/** A portal of HubSpot: everything that it can do. `webhook` is there with a `clientSecret`. */
export type HubspotCrm = CrmAdapter & HubspotVerbs & { readonly gathers: true };

/**
 * HubSpot. Reads contacts and companies, what was changed, deleted or merged there, calls, meetings, mails and notes,
 * tickets and deals; fills in contacts, writes notes and messages, opens tickets.
 *
 * What it writes ends with a mark (`[kenning …]`), by which it is known again and can be taken back. Writes that are
 * asked for at a time go out together, up to a hundred in a call. Nothing is sent before a verb is called.
 *
 * @throws KenningError `invalid` for an unknown option. Its verbs throw `auth` for a token that HubSpot does not take,
 * `forbidden` with the scope that is missing, `rate-limited`, `not-found`, `conflict`, `invalid` with the property that is
 * refused, and `unsupported` when the version of the API is switched off.
 * @example
 * const crm = hubspot({ portal: 12345678, accessToken: process.env.HUBSPOT_TOKEN ?? '' });
 * const app = kenning({ store: memory(), crms: { hubspot: crm } });
 */
export function hubspot(options: HubspotOptions): HubspotCrm {
  const parsed = parseOptions(options);
  let loading: Promise<HubspotVerbs> | undefined;
  const loaded = () => {
    loading ??= import('./verbs.js').then(({ verbs }) => verbs(parsed));
    return loading;
  };
  const findable = <Draft, Result>(
    of: (verbs: HubspotVerbs) => CrmWriteVerb<Draft, Result>,
  ): CrmWriteVerb<Draft, Result> => ({
    repeat: 'findable',
    send: async (...given) => of(await loaded()).send(...given),
    find: async (...given) => of(await loaded()).find?.(...given),
  });
  return {
    contract: 1,
    crm: { id: 'hubspot', name: 'HubSpot', networks: [hubspotNetwork] },
    source: parsed.source,
    gathers: true,
    contacts: async (...given) => (await loaded()).contacts(...given),
    get: async (...given) => (await loaded()).get(...given),
    activities: async (...given) => (await loaded()).activities(...given),
    cases: async (...given) => (await loaded()).cases(...given),
    deals: async (...given) => (await loaded()).deals(...given),
    find: async (...given) => (await loaded()).find(...given),
    fields: async (...given) => (await loaded()).fields(...given),
    access: async (...given) => (await loaded()).access(...given),
    upsert: findable(({ upsert }) => upsert),
    logActivity: findable(({ logActivity }) => logActivity),
    erase: { repeat: 'keyed', send: async (...given) => (await loaded()).erase.send(...given) },
    merge: findable(({ merge }) => merge),
    openCase: findable(({ openCase }) => openCase),
    createLead: findable(({ createLead }) => createLead),
    ...(parsed.clientSecret !== undefined && {
      webhook: hubspotWebhook({ ...parsed, clientSecret: parsed.clientSecret }),
    }),
  };
}
