import { type ErrorCode, KenningError } from '../../../core/errors.js';
import type { ErrorDescription } from '../../../core/http/http-error.js';
import { redact } from '../../../core/redact.js';
import { type Problem, problem } from './views.js';

interface Meaning {
  code: ErrorCode;
  /** Whose move it is, and which. */
  advice: string;
  /** It may work later by itself. */
  passes?: true;
}

const of = (code: ErrorCode, advice: string, passes?: true): Meaning => ({ code, advice, ...(passes && { passes }) });
const admin = "The organization's administrator";
const noRight = of('forbidden', `${admin} must let this user do it, by a permission set or by sharing.`);
const wrongValue = of('invalid', 'The field does not take this value; change what is written, or the field.');
const ruled = of('invalid', `A rule or automation of the organization refused it; follow it, or ${admin} changes it.`);
const gone = of('not-found', 'The record was deleted, or this user may not see it; read the contacts again.');

const meanings: Readonly<Record<string, Meaning>> = {
  INVALID_SESSION_ID: of('auth', 'The token has expired or was revoked; sign in again.'),
  INVALID_AUTH_HEADER: of('auth', 'The token is none; sign in again.'),
  INVALID_LOGIN: of('auth', 'Check the credentials.'),
  API_DISABLED_FOR_ORG: of(
    'forbidden',
    `The organization's edition has no API, or this user may not use it; ${admin} must change that.`,
  ),
  API_CURRENTLY_DISABLED: of('forbidden', `The API is switched off; ${admin} must switch it on.`),
  FUNCTIONALITY_NOT_ENABLED: of('forbidden', `The organization lacks this feature; ${admin} must switch it on.`),
  UNSUPPORTED_API_VERSION: of(
    'unsupported',
    'This version of the API is switched off; give a newer one as apiVersion.',
  ),
  REQUEST_LIMIT_EXCEEDED: of('rate-limited', "The organization's calls are used up; other apps share them."),
  SERVER_UNAVAILABLE: of('network', 'Try again later.'),
  UNABLE_TO_LOCK_ROW: of('conflict', 'Somebody else is changing the record; it is tried again.', true),
  ENTITY_IS_LOCKED: of(
    'conflict',
    'The record is locked, as by an approval; its approver or an administrator must unlock it.',
  ),
  DUPLICATES_DETECTED: of(
    'conflict',
    'Salesforce says that it is the same as a record that is there; merge them or change its duplicate rule.',
  ),
  DUPLICATE_VALUE: of('conflict', 'Another record has this value, which must be unique; see whether the two are one.'),
  DUPLICATE_EXTERNAL_ID: of('conflict', 'Several records have the same key; delete all but one.'),
  ENTITY_IS_DELETED: gone,
  NOT_FOUND: gone,
  INVALID_CROSS_REFERENCE_KEY: gone,
  INVALID_FIELD: of(
    'invalid',
    'A field does not exist or is hidden from this user; correct its name, or let the user see it.',
  ),
  INVALID_FIELD_FOR_INSERT_UPDATE: of(
    'invalid',
    'A field can not be written by this user: it is read-only; let the user edit it, or leave it out.',
  ),
  INVALID_TYPE: of('unsupported', 'The organization has no such object, or hides it from this user.'),
  STRING_TOO_LONG: of('invalid', 'A text is longer than its field; make the field longer or the text shorter.'),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: ruled,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: ruled,
  CANNOT_EXECUTE_FLOW_TRIGGER: ruled,
  REQUIRED_FIELD_MISSING: of('invalid', 'A field must be filled in that was not; write it too, or make it optional.'),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: wrongValue,
  FIELD_INTEGRITY_EXCEPTION: wrongValue,
  INVALID_EMAIL_ADDRESS: wrongValue,
  NUMBER_OUTSIDE_VALID_RANGE: wrongValue,
  INVALID_TYPE_ON_FIELD_IN_RECORD: wrongValue,
  STORAGE_LIMIT_EXCEEDED: of('forbidden', `The organization's storage is full; ${admin} must make room.`),
  QUERY_TIMEOUT: of('timeout', 'Salesforce gave up on the query; try again later.'),
  INSUFFICIENT_ACCESS: noRight,
  INSUFFICIENT_ACCESS_OR_READONLY: noRight,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: noRight,
};

/** Salesforce says so of a session that no refresh brings back. */
const lostSession = of('forbidden', `This token may not use the REST API; ${admin} must give the app the scope api.`);
/** Too many long calls at the same time, in place of too many in a day. */
const concurrentWaitMs = 10_000;

/** A code is a name and may stand in a message, which quotes no values. */
function codeOf({ errorCode, statusCode }: Problem): string {
  const code = (errorCode ?? statusCode ?? '').replace(/^sf:/, '');
  // What is no code may be anything, also what was sent.
  return /^\w{1,100}$/.test(code) ? code : '';
}

function describe(told: Problem, limitWaitMs: number): ErrorDescription & { passes?: true | undefined } {
  const name = codeOf(told);
  const message = told.message ?? '';
  const isLost = name === 'INVALID_SESSION_ID' && /not valid for use with the REST API/i.test(message);
  const meaning = isLost ? lostSession : Object.hasOwn(meanings, name) ? meanings[name] : undefined;
  const fields = (told.fields ?? []).filter((field) => /^[\w.]{1,80}$/.test(field)).slice(0, 10);
  // Only this one is written by people of the organization for people; others may quote what was sent.
  const said = meaning === ruled ? redact(message) : '';
  const parts = [name, fields.length > 0 && ` (${fields.join(', ')})`, said && `: ${said}`, '. ', meaning?.advice];
  const waitMs = /concurrent/i.test(message) ? concurrentWaitMs : limitWaitMs;
  return {
    message: parts
      .filter(Boolean)
      .join('')
      .replace(/[. ]+$/, ''),
    ...(meaning && { code: meaning.code, passes: meaning.passes }),
    ...(meaning?.code === 'rate-limited' && { retryAfterMs: waitMs }),
  };
}

/** What the body of a refusal says, as the REST API (a list) or the SOAP API writes it. */
export function describeProblem(body: unknown, limitWaitMs: number): ErrorDescription | undefined {
  if (typeof body === 'string') {
    const code = /<faultcode>(?:\w{1,20}:)?(\w{1,100})<\/faultcode>/.exec(body.slice(0, 20_000))?.[1];
    return code ? describe({ errorCode: code, statusCode: null, message: '', fields: [] }, limitWaitMs) : undefined;
  }
  const told = problem.safeParse(Array.isArray(body) ? body[0] : body).data;
  return told && codeOf(told) ? describe(told, limitWaitMs) : undefined;
}

/** Why one record of several was not written. */
export function recordError(what: string, problems: readonly Problem[], limitWaitMs: number): KenningError {
  const [first] = problems;
  const { code = 'unexpected', message, passes, retryAfterMs } = first ? describe(first, limitWaitMs) : {};
  return new KenningError(code, `Salesforce: ${what}: ${message ?? 'it was refused without a reason'}.`, {
    ...(passes && { retryable: true }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
