import { type ErrorCode, KenningError } from '../../../core/errors.js';
import type { ErrorDescription } from '../../../core/http/http-error.js';
import { type ErrorView, errorView } from './views.js';

const byCategory: Readonly<Record<string, ErrorCode>> = {
  VALIDATION_ERROR: 'invalid',
  OBJECT_NOT_FOUND: 'not-found',
  CONFLICT: 'conflict',
  OBJECT_ALREADY_EXISTS: 'conflict',
  MISSING_SCOPES: 'forbidden',
  BANNED: 'forbidden',
  INVALID_AUTHENTICATION: 'auth',
  EXPIRED_AUTHENTICATION: 'auth',
  RATE_LIMITS: 'rate-limited',
};

/** Whose move it is, by what HubSpot says is wrong with a property. */
const propertyAdvice: readonly [pattern: RegExp, advice: string][] = [
  [/DOESNT_EXIST|NOT_FOUND|UNKNOWN_PROPERTY/, 'does not exist in this portal: create it or correct its name'],
  [/READ_?ONLY/, 'is read-only: take it out of what is written'],
  [/TOO_LONG|LENGTH|TOO_MANY_CHARACTERS/, 'takes no text of this length: shorten it'],
  [/OPTION/, 'does not have this choice: add it in HubSpot or write another'],
  [/REQUIRED/, 'is required by a rule of this portal'],
  [/EMAIL/, 'is no e-mail address to HubSpot'],
  [/./, 'is refused by a rule of this portal: change the value, or the rule in the settings of the property'],
];

/** Waits that HubSpot's policies mean, where no header says them. */
const policyMs: readonly [pattern: RegExp, ms: number][] = [
  [/DAILY/, 60 * 60_000],
  [/TEN_SECONDLY/, 10_000],
  [/SECONDLY/, 1000],
];

/** What an answer that refuses says, in kenning's words. Values are never quoted: they are people's. */
export function describeHubspotError(body: unknown, status: number): ErrorDescription | undefined {
  const { data } = errorView.safeParse(body);
  if (!data?.category && (status === 404 || status === 410))
    return {
      code: 'unsupported',
      message: 'HubSpot has no such address: this version of its API is switched off; set the option version',
    };
  if (status === 423) return { code: 'rate-limited', message: 'HubSpot has locked it for now', retryAfterMs: 2000 };
  if (status === 402) return { code: 'forbidden', message: 'the plan of this portal does not have this API' };
  if (!data) return undefined;
  const code = byCategory[data.category ?? ''];
  const wait = status === 429 ? policyMs.find(([pattern]) => pattern.test(data.policyName ?? ''))?.[1] : undefined;
  return { ...(code && { code }), message: saidBy(data, status), ...(wait !== undefined && { retryAfterMs: wait }) };
}

/** The error of one record in a batch whose others went through. */
export function recordError(view: ErrorView): KenningError {
  const code = byCategory[view.category ?? ''] ?? 'invalid';
  return new KenningError(code, `HubSpot refused a record: ${saidBy(view, 207)}.`);
}

function saidBy(view: ErrorView, status: number): string {
  const scopes = [...listed(view, 'requiredGranularScopes'), ...listed(view, 'missingScopes')];
  if (scopes.length > 0)
    return `the scope ${[...new Set(scopes)].join(' or ')} is missing: add it to the app in HubSpot`;
  if (status === 401) return 'the token is wrong, has expired or was revoked: give a new one, or install the app again';
  if (status === 403) return 'the app may not do that: it lacks a scope, or the plan of this portal lacks the feature';
  if (status === 429) return `the limit ${plain(view.policyName ?? '') || 'of calls'} is used up`;
  const properties = refusedProperties(view);
  if (properties.length > 0) return properties.join('; ');
  const existing = /\bExisting ID: (\d{1,20})/.exec(view.message ?? '')?.[1];
  if (existing) return `another record says the same and must stay the only one: ${existing}`;
  return [plain(view.category ?? ''), plain(view.subCategory ?? '')].filter(Boolean).join(', ') || 'it says not why';
}

/** The properties that were refused. HubSpot names them in `errors`, or in JSON within its message. */
function refusedProperties({ errors = [], message = '' }: ErrorView): string[] {
  const found = new Map<string, string>();
  for (const { code = '', context } of errors) {
    const name = context?.propertyName?.[0] ?? context?.name?.[0];
    if (name) found.set(plain(name), code);
  }
  for (const [, error = '', name = ''] of message
    .slice(0, 20_000)
    .matchAll(/"error":"(\w{1,80})"[^{}]{0,500}?"name":"(\w{1,200})"/g))
    found.set(name, error);
  return [...found].slice(0, 5).map(([name, code]) => {
    const advice = propertyAdvice.find(([pattern]) => pattern.test(code || 'RULE'))?.[1];
    return `the property ${name} ${advice}${code ? ` (${plain(code)})` : ''}`;
  });
}

function listed({ context, errors = [] }: ErrorView, name: string): string[] {
  const all = [context?.[name], ...errors.map((error) => error.context?.[name])].flatMap((list) => list ?? []);
  return all.map(plain).filter(Boolean).slice(0, 10);
}

/** Names of HubSpot's own, and nothing else that could stand in their place. */
function plain(text: string): string {
  return /^[\w.-]{1,200}$/.test(text) ? text : '';
}
