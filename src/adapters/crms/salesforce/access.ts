import type { Access } from '../../../core/access.js';
import { isKenningError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/page.js';
import type { Calls } from './calls.js';
import type { ObjectInfo, Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import { identityView, limitsView, versionsView } from './views.js';

const dayMs = 24 * 60 * 60_000;

type Need = { object: string; right: 'read' | 'createable' | 'updateable' | 'deletable'; verbs: string[] };
const needs: readonly Need[] = [
  { object: 'Contact', right: 'read', verbs: ['contacts', 'get', 'find'] },
  { object: 'Contact', right: 'updateable', verbs: ['upsert', 'erase'] },
  { object: 'Account', right: 'read', verbs: ['contacts'] },
  { object: 'Lead', right: 'read', verbs: ['contacts'] },
  { object: 'Task', right: 'createable', verbs: ['logActivity'] },
  { object: 'Task', right: 'deletable', verbs: ['erase'] },
  { object: 'Opportunity', right: 'read', verbs: ['deals'] },
  { object: 'Case', right: 'read', verbs: ['cases'] },
];
const keyedNeeds: readonly Need[] = [
  { object: 'Contact', right: 'createable', verbs: ['upsert'] },
  { object: 'Lead', right: 'createable', verbs: ['createLead'] },
  { object: 'Case', right: 'createable', verbs: ['openCase'] },
];

/** What the user may do, and how many calls the organization has left. */
export async function accessOf(
  calls: Calls,
  objects: Objects,
  options: ParsedOptions,
  { signal }: CallOptions = {},
): Promise<Access> {
  const call = signal ? { signal } : {};
  const notes: string[] = [];
  const unless = async <Value>(work: Promise<Value>, note: string): Promise<Value | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!isKenningError(error, 'forbidden') && !isKenningError(error, 'not-found')) throw error;
      notes.push(note);
      return undefined;
    }
  };
  const identity = await unless(
    calls.request({ path: '/services/oauth2/userinfo', schema: identityView, ...call }),
    'Salesforce does not say who this user is: the scope openid or id would let it.',
  );
  const limits = await unless(
    calls.request({ path: 'limits', schema: limitsView, ...call }),
    'How many calls are left is seen with the permission View Setup and Configuration.',
  );
  const versions = await calls.request({ path: '/services/data', schema: versionsView, ...call });
  const newest = versions.at(-1)?.version ?? '';
  if (!versions.some(({ version }) => version === options.apiVersion))
    notes.push(`Version ${options.apiVersion} of the API is not there; give apiVersion: '${newest}'.`);
  const missing: Access['missing'] = [];
  for (const { object, right, verbs } of [...needs, ...(options.keyField ? keyedNeeds : [])]) {
    const info: ObjectInfo | undefined = await objects.info(object, signal);
    if (!info || (right !== 'read' && !info[right])) missing.push({ scope: `${right} ${object}`, verbs });
  }
  for (const object of options.keyField ? ['Task', 'Contact', 'Account', 'Lead', 'Case'] : []) {
    const info = await objects.info(object, signal);
    if (info && !info.fields.get(options.keyField ?? '')?.externalId)
      notes.push(`${object} has no external-id field ${options.keyField} that this user sees.`);
  }
  if (!options.keyField) notes.push('Without keyField no contacts, leads and cases are made.');
  if (!options.logField) notes.push('Without logField what was filled in can not be taken back.');
  const scopes = await calls.scopes();
  const daily = limits?.DailyApiRequests;
  const account = [identity?.preferred_username, identity?.organization_id].filter(Boolean).join(' of ');
  return {
    account: account || options.source,
    ...(scopes && { scopes }),
    missing,
    quotas: daily ? [{ name: 'daily', limit: daily.Max, remaining: daily.Remaining, windowMs: dayMs }] : [],
    notes,
  };
}
