import { isKenningError } from '../../../core/errors.js';
import type { ActivityDraft, ActivityRef } from '../../../core/model/activity.js';
import type { Result } from '../../pending-writes.js';
import type { Calls } from './calls.js';
import type { Collections, Written } from './collections.js';
import { fittingText } from './fitting-text.js';
import type { ObjectInfo, Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import { missingKey, taskKey } from './our-key.js';
import { objectNamedBy } from './record-id.js';

export interface ActivityParts {
  calls: Calls;
  collections: Collections;
  objects: Objects;
  options: ParsedOptions;
  signal?: AbortSignal | undefined;
}

/** Logs what was said as tasks that are done, in one call for those that are new and one for those that change. */
export async function logAll(drafts: readonly ActivityDraft[], parts: ActivityParts): Promise<Result[]> {
  const { collections, objects, options, signal } = parts;
  const info = await objects.must('Task', signal);
  const key = taskKey(options);
  if (options.keyField && !info.fields.get(key.field)?.externalId) throw missingKey('Task', options);
  const results: Result[] = [];
  const ready = drafts.flatMap((draft, at) => {
    try {
      return [{ at, draft, fields: taskFields(draft, info, options) }];
    } catch (error) {
      results[at] = { error };
      return [];
    }
  });
  type Ready = (typeof ready)[number];
  const settle = ({ at }: Ready, written: Written) => {
    results[at] = 'id' in written ? { value: refOf(written.id) } : { error: written.error };
  };
  const known = ready.filter(({ draft }) => draft.of);
  const changed = await collections.update(
    'Task',
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
  const added = [...ready.filter(({ draft }) => !draft.of), ...anew];
  const records = added.map(({ draft, fields }) => ({ ...fields, [key.field]: key.write(draft.key) }));
  const written = options.keyField
    ? await collections.upsert('Task', key.field, records, signal)
    : await collections.create('Task', records, signal);
  for (const [at, one] of added.entries()) settle(one, written[at] as Written);
  return results;
}

/** What an earlier attempt made, where tasks are found by their key. */
export async function findTask(
  draft: ActivityDraft,
  { calls, options, signal }: ActivityParts,
): Promise<ActivityRef | undefined> {
  const ids = await tasksWhere(calls, taskKey(options).where([draft.key]), signal);
  return ids[0] === undefined ? undefined : refOf(ids[0]);
}

/** The ids of tasks that stand. */
export async function tasksWhere(calls: Calls, where: string, signal?: AbortSignal): Promise<string[]> {
  const { records } = await calls.query(`SELECT Id FROM Task WHERE IsDeleted = false AND ${where} LIMIT 2000`, signal);
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
