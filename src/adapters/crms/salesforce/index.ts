import { later } from '../../../core/later.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import { salesforceNetwork } from './network.js';
import { parseOptions, type SalesforceOptions } from './options.js';
import type { SalesforceVerbs } from './verbs.js';

export type { Fetch } from '../../../core/http/bounded-fetch.js';
export type { ClientCredentials } from '../../../core/http/oauth/oauth.js';
export type { TokenStore } from '../../../core/http/oauth/token-store.js';
export type { PlacedAttribute, SalesforceOAuth, SalesforceOptions } from './options.js';

/** Salesforce as a CRM: what it can do always. */
export type SalesforceCrm = CrmAdapter &
  Required<
    Pick<
      CrmAdapter,
      | 'gathers'
      | 'get'
      | 'find'
      | 'activities'
      | 'cases'
      | 'deals'
      | 'fields'
      | 'access'
      | 'upsert'
      | 'logActivity'
      | 'erase'
      | 'merge'
    >
  >;

/**
 * Salesforce: contacts, accounts and leads as people and organizations; what was said becomes tasks on them.
 *
 * Changes are read by the time of the last change, deleted and merged records too. Writes that are asked for at a time go out
 * together, up to 200 in a call; one that is refused does not keep the others back. With `keyField` activities are `keyed`, without
 * it they are found by their key. Nothing is sent before a verb is called.
 *
 * @throws KenningError `invalid` when an option is unknown or wrong.
 * @example
 * const crm = salesforce({ domain: 'harborbikes.my.salesforce.com', accessToken });
 * for await (const { items } of walk((options) => crm.contacts(options))) console.log(items);
 */
export function salesforce(options: SalesforceOptions): SalesforceCrm {
  const parsed = parseOptions(options);
  let loading: Promise<SalesforceVerbs> | undefined;
  const load = () => {
    loading ??= import('./verbs.js').then(({ salesforceVerbs }) => salesforceVerbs(parsed));
    return loading;
  };
  const verbs = later(load, ['upsert', 'logActivity', 'findActivity', 'erase', 'merge', 'openCase', 'createLead']);
  return {
    contract: 1,
    crm: { id: 'salesforce', name: 'Salesforce', networks: [salesforceNetwork] },
    source: parsed.source,
    gathers: true,
    ...later(load, ['contacts', 'get', 'find', 'activities', 'cases', 'deals', 'fields', 'access']),
    // A contact that is changed twice is changed once; a new one has its key.
    upsert: { repeat: 'keyed', send: verbs.upsert },
    logActivity: parsed.keyField
      ? { repeat: 'keyed', send: verbs.logActivity }
      : { repeat: 'findable', send: verbs.logActivity, find: verbs.findActivity },
    erase: { repeat: 'keyed', send: verbs.erase },
    merge: { repeat: 'keyed', send: verbs.merge },
    // Without a key nobody could tell whether they are there already.
    ...(parsed.keyField && {
      openCase: { repeat: 'keyed', send: verbs.openCase },
      createLead: { repeat: 'keyed', send: verbs.createLead },
    }),
  };
}
