import type { Clock } from '../../../core/clock.js';
import { digest } from '../../../core/digest.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { ContactDraft, CrmWriteVerb, ErasureDraft } from '../../crm-adapter.js';
import { Card } from './card.js';
import { textOf } from './card-contact.js';
import type { StoredCard } from './card-store.js';
import { completeCard, editCard, fillCard, type Replaced } from './edit-card.js';
import type { Shelf } from './listing.js';
import { nameOfWrite, takeBack, wasWritten } from './own-marks.js';

export interface WritingOptions {
  open: (signal?: AbortSignal) => Promise<Shelf>;
  source: string;
  clock: Clock;
}

export interface CardWriting {
  upsert: CrmWriteVerb<ContactDraft, SourceRef>;
  erase: CrmWriteVerb<ErasureDraft, SourceRef>;
}

/** How often a card is read again because somebody else was quicker. */
const mostTries = 5;

/** Properties that stand in a card of ours without saying anything of a person. */
const frame: ReadonlySet<string> = new Set([
  'BEGIN',
  'VERSION',
  'PRODID',
  'UID',
  'REV',
  'KIND',
  'N',
  'X-ABSHOWAS',
  'END',
]);

/** Writes cards. A write that comes again is known by the mark that it left in its card. */
export function cardWriting({ open, source, clock }: WritingOptions): CardWriting {
  function nameIn(of: SourceRef): string {
    if (of.source === source) return of.externalId;
    throw new KenningError('invalid', `This contact is of ${of.source}, and not of ${source}.`);
  }

  async function upsert(draft: ContactDraft, { signal }: CallOptions = {}): Promise<SourceRef> {
    const shelf = await open(signal);
    const write = await nameOfWrite(draft.key);
    const whole = draft.organization ? await withOrganization(shelf, draft, draft.organization, signal) : draft;
    if (!draft.of) return create(shelf, whole, write, signal);
    const name = nameIn(draft.of);
    let before: Replaced | undefined;
    await changing(shelf, name, signal, async ({ card }) => {
      if (wasWritten(card, write)) return 'leave';
      const replaced = await editCard(card, whole, { write, clock });
      insistOnSame(before, replaced, name);
      before = replaced;
      return 'write';
    });
    return { source, externalId: name };
  }

  async function create({ book, cards }: Shelf, draft: ContactDraft, write: string, signal?: AbortSignal) {
    const uid = await uidOf(draft.key);
    const name = `${uid}.vcf`;
    const card = Card.empty(book.version);
    await fillCard(card, draft, uid, { write, clock });
    try {
      await cards.write(name, card, undefined, signal);
    } catch (error) {
      // The one that is there has this key's name.
      if (!isKenningError(error, 'conflict') || !(await isThere(() => cards.read(name, signal)))) throw error;
    }
    return { source, externalId: name };
  }

  async function withOrganization(shelf: Shelf, draft: ContactDraft, of: SourceRef, signal?: AbortSignal) {
    const { card } = await shelf.cards.read(nameIn(of), signal);
    const organization = textOf(card.first('ORG'), 0) ?? textOf(card.first('FN'));
    return { ...draft, attributes: { ...draft.attributes, ...(organization && { organization }) } };
  }

  async function erase(draft: ErasureDraft, { signal }: CallOptions = {}): Promise<SourceRef> {
    const shelf = await open(signal);
    const name = nameIn(draft.of);
    const writes = draft.upserts && (await Promise.all(draft.upserts.map(nameOfWrite)));
    const work = changing(shelf, name, signal, async ({ card }) => {
      await takeBack(card, writes);
      if (card.lines.every((line) => frame.has(line.name) || line.raw.trim() === '')) return 'remove';
      completeCard(card);
      return 'write';
    });
    await work.catch((error: unknown) => {
      if (!isKenningError(error, 'not-found')) throw error;
    });
    return { source, externalId: name };
  }

  return { upsert: { repeat: 'keyed', send: upsert }, erase: { repeat: 'keyed', send: erase } };
}

/** Reads a card, changes it and writes it, again from the beginning when it was changed meanwhile. */
async function changing(
  { cards }: Shelf,
  name: string,
  signal: AbortSignal | undefined,
  work: (stored: StoredCard) => Promise<'write' | 'leave' | 'remove'>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const stored = await cards.read(name, signal);
    const textBefore = stored.card.text();
    const outcome = await work(stored);
    if (outcome === 'leave' || (outcome === 'write' && stored.card.text() === textBefore)) return;
    try {
      if (outcome === 'remove') await cards.remove(name, stored.etag, signal);
      else await cards.write(name, stored.card, stored.etag, signal);
      return;
    } catch (error) {
      if (!isKenningError(error, 'conflict') || tries === mostTries) throw error;
    }
  }
}

/** Somebody else wrote meanwhile: what both changed is for a person to decide. */
function insistOnSame(before: Replaced | undefined, now: Replaced, name: string): void {
  for (const [property, value] of now)
    if (before?.has(property) && before.get(property) !== value)
      throw new KenningError(
        'conflict',
        `${property} of the card ${name} was changed by somebody else at the same time. Read the contact again and decide which stands.`,
      );
}

async function isThere(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (isKenningError(error, 'not-found')) return false;
    throw error;
  }
}

/** A UUID of version 8 (RFC 9562) that is the same for the same key. */
async function uidOf(key: string): Promise<string> {
  const hash = await digest(`carddav ${key}`);
  const variant = ((Number.parseInt(hash[16] as string, 16) & 3) | 8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20)}`;
}
