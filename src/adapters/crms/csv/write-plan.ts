import { createHash } from 'node:crypto';
import { KenningError } from '../../../core/errors.js';
import type { ActivityDraft } from '../../../core/model/activity.js';
import type { ContactDraft, ErasureDraft } from '../../crm-adapter.js';
import { type ActivityRow, activityRow, type Enrichment, enrichmentRow } from './activity-row.js';
import type { ContactSheet } from './contact-sheet.js';
import { draftCells } from './draft-cells.js';

export type CsvWrite =
  | { verb: 'log'; draft: ActivityDraft }
  | { verb: 'upsert'; draft: ContactDraft }
  | { verb: 'erase'; draft: ErasureDraft };

/** What is written already. */
export interface WrittenBefore {
  contacts: ReadonlyMap<string, string>;
  enrichments: ReadonlyMap<string, Enrichment>;
}

/** What some writes change in the file of activities. The sheet is changed on the way. */
export class WritePlan {
  readonly appended = new Map<string, ActivityRow>();
  readonly changed = new Map<string, ActivityRow>();
  readonly removed = new Set<string>();
  readonly #before: WrittenBefore;
  readonly #now: string;

  constructor(before: WrittenBefore, now: string) {
    this.#before = before;
    this.#now = now;
  }

  /** @returns the key under which the activity stands. */
  log(draft: ActivityDraft): string {
    const key = draft.of?.externalId ?? draft.key;
    const row = activityRow(draft, key);
    this.removed.delete(key);
    if (this.appended.has(key)) this.appended.set(key, row);
    else if (!this.#before.contacts.has(key)) this.appended.set(key, row);
    else if (draft.of) this.changed.set(key, row);
    return key;
  }

  /** @returns the id of the contact. */
  upsert(draft: ContactDraft, sheet: ContactSheet): string {
    const id = draft.of?.externalId ?? newContactId(draft.key);
    const known = this.#before.enrichments.get(draft.key);
    if (draft.of && !sheet.has(id))
      throw new KenningError(
        'not-found',
        `${sheet.name} has no row of this contact any more. Read its contacts again.`,
      );
    // What was begun before the process ended is finished, and what people changed since is theirs.
    if (known) redo(known, sheet);
    else {
      const cells = this.#fill(draft, id, sheet);
      if (!draft.of || Object.keys(cells).length > 0) {
        const enrichment: Enrichment = { key: draft.key, contact: id, cells, ...(!draft.of && { created: true }) };
        this.appended.set(draft.key, enrichmentRow(enrichment, this.#now));
      }
    }
    return id;
  }

  erase({ of, activities, upserts }: ErasureDraft, sheet: ContactSheet): void {
    const id = of.externalId;
    for (const key of activities) this.#remove(key);
    const ours = [...this.#before.enrichments.values()].filter(
      ({ key, contact }) => contact === id && (!upserts || upserts.includes(key)),
    );
    // The last word first, so that what stood before the first comes back.
    for (const enrichment of ours.reverse()) {
      undo(enrichment, sheet);
      this.#remove(enrichment.key);
    }
    if (upserts) return;
    for (const [key, contact] of this.#before.contacts) if (contact === id) this.#remove(key);
    for (const [key, row] of this.appended) if (row.contact_id === id) this.appended.delete(key);
  }

  /** Whether a write is only done when the file of activities was written anew. */
  rewrites(draft: CsvWrite['draft']): boolean {
    return 'activities' in draft || this.changed.has(draft.key) || ('contact' in draft && draft.of !== undefined);
  }

  #remove(key: string): void {
    this.appended.delete(key);
    this.changed.delete(key);
    if (this.#before.contacts.has(key)) this.removed.add(key);
  }

  #fill(draft: ContactDraft, id: string, sheet: ContactSheet): Enrichment['cells'] {
    const isNew = !draft.of;
    if (isNew && !sheet.detected.id)
      throw new KenningError(
        'unsupported',
        `${sheet.name} has no column of ids, so no contact can be added to it. Add one, or name it with the option id.`,
      );
    const words = new Map<string, string>();
    for (const { contact, cells } of this.#before.enrichments.values())
      if (contact === id) for (const [column, [, after]] of Object.entries(cells)) words.set(column, after);
    const wanted = draftCells(draft, sheet, id, words);
    // All that may not be written is told before anything is.
    for (const { text } of wanted) sheet.file.cells.write(text);
    if (isNew) sheet.add(id);
    const idColumn = sheet.detected.id;
    if (isNew && idColumn) sheet.write(id, idColumn.place, id);
    const filled: [string, [string, string]][] = [];
    for (const { column, text } of wanted) {
      const place = sheet.place(column);
      const before = sheet.read(id, place);
      if (before === text) continue;
      sheet.write(id, place, text);
      filled.push([column, [before, text]]);
    }
    return Object.fromEntries(filled);
  }
}

function redo({ contact, created, cells }: Enrichment, sheet: ContactSheet): void {
  if (created && !sheet.has(contact)) {
    sheet.add(contact);
    if (sheet.detected.id) sheet.write(contact, sheet.detected.id.place, contact);
  }
  for (const [column, [before, after]] of Object.entries(cells)) {
    const place = sheet.place(column);
    if (sheet.has(contact) && sheet.read(contact, place) === before) sheet.write(contact, place, after);
  }
}

function undo({ contact, created, cells }: Enrichment, sheet: ContactSheet): void {
  if (!sheet.has(contact)) return;
  for (const [column, [before, after]] of Object.entries(cells)) {
    if (!sheet.hasColumn(column)) continue;
    const place = sheet.place(column);
    if (sheet.read(contact, place) === after) sheet.write(contact, place, before);
  }
  if (created) sheet.remove(contact);
}

/** The id of a contact that is created, so that the same intent creates one. */
export function newContactId(key: string): string {
  return `kenning-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}
