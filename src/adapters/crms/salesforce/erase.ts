import { isKenningError, KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { ErasureDraft } from '../../crm-drafts.js';
import type { FieldValue } from './draft-fields.js';
import { type ActivityParts, activitiesWhere } from './log-activity.js';
import { taskKey } from './our-key.js';
import type { PartyFields } from './party-fields.js';
import { personaName } from './personas.js';
import { objectNamedBy, type PartyObject } from './record-id.js';
import { postObject, postParty } from './social-posts.js';
import { quoted } from './soql.js';
import type { Row } from './views.js';
import { type LogEntry, logOf, logText } from './written-log.js';

export interface EraseParts extends ActivityParts {
  fieldsOf(object: PartyObject): Promise<PartyFields>;
  rowsOf(fields: PartyFields, ids: readonly string[], more: readonly string[]): Promise<Map<string, Row>>;
}

const keysAtOnce = 40;

/** Takes away activities that we wrote, and gives back what stood in fields before we filled them in. */
export async function erase(draft: ErasureDraft, parts: EraseParts): Promise<SourceRef> {
  const { calls, objects, options, signal } = parts;
  const object = objectNamedBy(draft.of, options.source);
  const key = taskKey(options);
  const posts = await postObject(objects, options, signal);
  const party = object === 'Account' ? 'WhatId' : 'WhoId';
  const places = [['Task', party] as const, ...(posts ? [['SocialPost', postParty(object)] as const] : [])];
  const activities = new Set<string>();
  for (const [place, field] of places) {
    const wheres = draft.upserts ? [] : [`${field} = ${quoted(draft.of.externalId)} AND ${key.where()}`];
    for (let from = 0; from < draft.activities.length; from += keysAtOnce)
      wheres.push(key.where(draft.activities.slice(from, from + keysAtOnce)));
    for (const where of wheres) for (const id of await activitiesWhere(place, calls, where, signal)) activities.add(id);
  }
  await removeAll([...activities], parts);
  if (draft.upserts?.length !== 0) await takeBack(draft, object, parts);
  return draft.of;
}

async function removeAll(ids: readonly string[], { collections, signal }: ActivityParts): Promise<void> {
  // What is gone already is no error.
  for (const written of await collections.remove(ids, signal))
    if ('error' in written && !isKenningError(written.error, 'not-found')) throw written.error;
}

async function takeBack({ of, upserts }: ErasureDraft, object: PartyObject, parts: EraseParts): Promise<void> {
  const { collections, signal } = parts;
  const fields = await parts.fieldsOf(object);
  if (!fields.log)
    throw new KenningError(
      'unsupported',
      `salesforce: nobody remembers what was filled into ${object} ${of.externalId}, as there is no logField; see to its fields by hand.`,
    );
  const first = (await parts.rowsOf(fields, [of.externalId], [])).get(of.externalId.slice(0, 15));
  if (!first) return;
  const log = logOf(first[fields.log]);
  const isTaken = ({ key }: LogEntry) => !upserts || upserts.includes(key);
  const taken = log.filter(isTaken);
  if (taken.length === 0) return;
  if (taken.some(({ created }) => created)) return removeAll([of.externalId], parts);
  const names = taken.flatMap((entry) => entry.personas ?? []);
  if (names.length > 0) {
    const beside = (await parts.personas.of([of.externalId], signal)).get(of.externalId.slice(0, 15)) ?? [];
    await removeAll(
      beside.flatMap((one) => (names.includes(personaName(one)) ? [one.Id] : [])),
      parts,
    );
  }
  const named = taken.flatMap((entry) => Object.keys(entry.fields));
  const more = [...new Set(named)].filter((name) => fields.info.fields.has(name) && !fields.selected.includes(name));
  const row =
    more.length > 0 ? (await parts.rowsOf(fields, [of.externalId], more)).get(of.externalId.slice(0, 15)) : first;
  if (!row) return;
  const { values, kept } = undone(log, isTaken, row);
  const writable = Object.entries(values).filter(([name]) => fields.info.fields.has(name));
  const text = logText(kept, fields.info.fields.get(fields.log)?.length || 32_000);
  const [written] = await collections.update(
    object,
    [{ id: of.externalId, ...Object.fromEntries(writable), [fields.log]: text }],
    signal,
  );
  if (written && 'error' in written && !isKenningError(written.error, 'not-found')) throw written.error;
}

/**
 * What fields say without some of our words. A field that somebody has changed since stays; where a later word of ours stands on
 * one that is taken back, it remembers what stood before both.
 */
export function undone(
  log: readonly LogEntry[],
  isTaken: (entry: LogEntry) => boolean,
  row: Readonly<Record<string, unknown>>,
): { values: Record<string, FieldValue>; kept: LogEntry[] } {
  const values: Record<string, FieldValue> = {};
  const says = (name: string) => (name in values ? values[name] : ((row[name] ?? null) as FieldValue));
  const kept = log.filter((entry) => !isTaken(entry)).map((entry) => ({ ...entry, fields: { ...entry.fields } }));
  // The last word first, so that what stood before the first comes back.
  for (const entry of log.filter(isTaken).reverse())
    for (const [name, [before, after]] of Object.entries(entry.fields)) {
      const later = kept.find(
        (one) => log.findIndex(({ key }) => key === one.key) > log.indexOf(entry) && one.fields[name]?.[0] === after,
      );
      const word = later?.fields[name];
      if (later && word) later.fields[name] = [before, word[1]];
      else if (says(name) === after) values[name] = before;
    }
  return { values, kept };
}
