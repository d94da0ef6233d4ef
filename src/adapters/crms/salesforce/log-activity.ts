import { isKenningError } from '../../../core/errors.js';
import type { ActivityDraft, ActivityRef } from '../../../core/model/activity.js';
import { networkOf } from '../../../core/table/columns/row-identifiers.js';
import type { Result } from '../../pending-writes.js';
import type { Calls } from './calls.js';
import type { Collections, Written } from './collections.js';
import { fittingText } from './fitting-text.js';
import type { ObjectInfo, Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import { missingKey, taskKey } from './our-key.js';
import type { Personas } from './personas.js';
import { objectNamedBy } from './record-id.js';
import { isPost, isPostId, postFields, postObject } from './social-posts.js';

export interface ActivityParts {
  calls: Calls;
  collections: Collections;
  objects: Objects;
  personas: Personas;
  options: ParsedOptions;
  signal?: AbortSignal | undefined;
}

/** An object that takes activities, and what a draft becomes there. */
interface Place {
  object: 'Task' | 'SocialPost';
  fields(draft: ActivityDraft): Record<string, string | boolean>;
}

type Results = Map<ActivityDraft, Result>;

/**
 * Logs what was said: posts as such where the organization has them, all else as tasks that are done. For each there is
 * one call for those that are new and one for those that change.
 */
export async function logAll(drafts: readonly ActivityDraft[], parts: ActivityParts): Promise<Result[]> {
  const { objects, options, signal } = parts;
  const info = await objects.must('Task', signal);
  if (options.keyField && !info.fields.get(options.keyField)?.externalId) throw missingKey('Task', options);
  const posts = await postObject(objects, options, signal);
  // What was logged as one thing stays that; what has gone with its object is logged anew.
  const goesToPosts = ({ of, kind }: ActivityDraft) => posts && (of ? isPostId(of.externalId) : isPost({ kind }));
  const results: Results = new Map();
  const social = drafts.filter(goesToPosts);
  if (posts && social.length > 0) {
    const beside = await parts.personas.of([...new Set(social.map(({ contact }) => contact.externalId))], signal);
    const personaOf = ({ contact, network }: ActivityDraft) => {
      const found = beside
        .get(contact.externalId.slice(0, 15))
        ?.filter(({ Provider }) => networkOf(Provider) === networkOf(network));
      // With several nobody knows which of them spoke.
      return found?.length === 1 ? found[0] : undefined;
    };
    const fields: Place['fields'] = (draft) => postFields(draft, posts, options, personaOf(draft));
    await logInto({ object: 'SocialPost', fields }, social, parts, results);
  }
  const fields: Place['fields'] = (draft) => taskFields(draft, info, options);
  const tasks = drafts.filter((draft) => !goesToPosts(draft));
  await logInto({ object: 'Task', fields }, tasks, parts, results);
  return drafts.map((draft) => results.get(draft) as Result);
}

async function logInto(
  place: Place,
  drafts: readonly ActivityDraft[],
  { collections, options, signal }: ActivityParts,
  results: Results,
): Promise<void> {
  const { object } = place;
  const key = taskKey(options);
  const ready = drafts.flatMap((draft) => {
    try {
      return [{ draft, fields: place.fields(draft) }];
    } catch (error) {
      results.set(draft, { error });
      return [];
    }
  });
  type Ready = (typeof ready)[number];
  const settle = ({ draft }: Ready, written: Written) =>
    results.set(draft, 'id' in written ? { value: refOf(written.id) } : { error: written.error });
  const known = ready.filter(({ draft }) => draft.of && isPostId(draft.of.externalId) === (object === 'SocialPost'));
  const changed = await collections.update(
    object,
    known.map(({ draft, fields: { TaskSubtype: _fixed, ...fields } }) => ({ id: draft.of?.externalId, ...fields })),
    signal,
  );
  const anew: Ready[] = [];
  for (const [at, one] of known.entries()) {
    const written = changed[at] as Written;
    // Somebody deleted the activity: it is said still, so it is logged anew.
    if ('error' in written && isKenningError(written.error, 'not-found')) anew.push(one);
    else settle(one, written);
  }
  const added = [...ready.filter((one) => !known.includes(one)), ...anew];
  const records = added.map(({ draft, fields }) => ({ ...fields, [key.field]: key.write(draft.key) }));
  const written = options.keyField
    ? await collections.upsert(object, key.field, records, signal)
    : await collections.create(object, records, signal);
  for (const [at, one] of added.entries()) settle(one, written[at] as Written);
}

/** What an earlier attempt made, where tasks are found by their key. */
export async function findTask(
  draft: ActivityDraft,
  { calls, options, signal }: ActivityParts,
): Promise<ActivityRef | undefined> {
  const ids = await activitiesWhere('Task', calls, taskKey(options).where([draft.key]), signal);
  return ids[0] === undefined ? undefined : refOf(ids[0]);
}

/** The ids of activities of an object that stand. */
export async function activitiesWhere(
  object: Place['object'],
  calls: Calls,
  where: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const { records } = await calls.query(
    `SELECT Id FROM ${object} WHERE IsDeleted = false AND ${where} LIMIT 2000`,
    signal,
  );
  return records.flatMap((record) => {
    const id = (record as { Id?: unknown } | null)?.Id;
    return typeof id === 'string' ? [id] : [];
  });
}

function taskFields(draft: ActivityDraft, info: ObjectInfo, options: ParsedOptions): Record<string, string> {
  const { subject, text, permalink, at, kind, direction, contact } = draft;
  const object = objectNamedBy(contact, options.source);
  const lengthOf = (field: string, usual: number) => info.fields.get(field)?.length || usual;
  const all: Record<string, string> = {
    [object === 'Account' ? 'WhatId' : 'WhoId']: contact.externalId,
    Subject: fittingText(subject.replace(/\s+/g, ' '), lengthOf('Subject', 255)),
    Description: fittingText(text, lengthOf('Description', 32_000), permalink),
    ActivityDate: at.slice(0, 10),
    Status: options.taskStatus ?? 'Completed',
    ...(kind === 'call' && { TaskSubtype: 'Call', CallType: direction === 'outbound' ? 'Outbound' : 'Inbound' }),
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => info.fields.get(field)?.createable));
}

function refOf(id: string): ActivityRef {
  return { crm: 'salesforce', externalId: id };
}
