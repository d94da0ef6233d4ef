import { systemClock } from '../../../core/clock.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { Calls } from './calls.js';
import type { ParsedOptions } from './options.js';
import { describeView, type FieldView, versionsView } from './views.js';

/** What an object of the organization has, as this user sees it. */
export interface ObjectInfo {
  name: string;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  fields: ReadonlyMap<string, FieldView>;
}

export interface Objects {
  /** Undefined where the organization has no such object, or hides it from this user. */
  info(name: string, signal?: AbortSignal): Promise<ObjectInfo | undefined>;
  /** The same of what must be there. @throws `forbidden` */
  must(name: string, signal?: AbortSignal): Promise<ObjectInfo>;
  /** Something was not as it was described. */
  forget(): void;
}

/** Administrators change fields now and then; a description counts for so long. */
const keptMs = 60 * 60_000;

/** Knows objects and their fields; each is asked for once an hour. */
export function objects(
  calls: Calls,
  { apiVersion, clock = systemClock }: Pick<ParsedOptions, 'apiVersion' | 'clock'>,
): Objects {
  const known = new Map<string, { info: ObjectInfo | undefined; until: number }>();

  async function info(name: string, signal?: AbortSignal): Promise<ObjectInfo | undefined> {
    const kept = known.get(name);
    if (kept && kept.until > clock.now()) return kept.info;
    const found = await described(calls, apiVersion, name, signal);
    known.set(name, { info: found, until: clock.now() + keptMs });
    return found;
  }

  return {
    info,
    async must(name, signal) {
      const found = await info(name, signal);
      if (found) return found;
      throw new KenningError(
        'forbidden',
        `Salesforce: this user sees no object ${name}; its administrator must allow it.`,
      );
    },
    forget: () => known.clear(),
  };
}

async function described(
  calls: Calls,
  apiVersion: string,
  name: string,
  signal?: AbortSignal,
): Promise<ObjectInfo | undefined> {
  const call = signal ? { signal } : {};
  try {
    const found = await calls.request({ path: `sobjects/${name}/describe`, schema: describeView, ...call });
    if (!found.queryable) return undefined;
    return { ...found, fields: new Map(found.fields.map((field) => [field.name, field])) };
  } catch (error) {
    if (!isKenningError(error, 'not-found') && !isKenningError(error, 'unsupported')) throw error;
    // A whole version that is not there is answered like an object that is not.
    const versions = await calls.request({ path: '/services/data', schema: versionsView, ...call });
    if (versions.some(({ version }) => version === apiVersion)) {
      if (/UNSUPPORTED_API_VERSION/.test(error.message)) throw error;
      return undefined;
    }
    const newest = versions.at(-1)?.version;
    throw new KenningError(
      'unsupported',
      `Salesforce: this organization has no version ${apiVersion} of the API, or has it no longer; give apiVersion: '${newest}'.`,
    );
  }
}

/** What may go wrong since a description is old; it is read anew and the work is done once more. */
export async function withFreshFields<Value>(objects: Objects, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!isKenningError(error, 'invalid') || !/INVALID_FIELD\b/.test(error.message)) throw error;
    objects.forget();
    return work();
  }
}
