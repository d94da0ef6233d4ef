import { type HandleParts, splitHandle } from '../normalize/handle.js';
import { fullNames, nicknamesOf } from '../normalize/nicknames.js';
import { regionSpellings } from '../normalize/region.js';
import { type Agreement, agreement } from './agreement.js';
import { type Alignment, type Atom, type Atoms, alignHandle } from './align-handle.js';
import type { Shares } from './frequencies.js';
import { officeWords } from './handle-words.js';
import type { Traits } from './traits.js';

/** What a name says when nothing was counted: a given name in a hundred people, a family name in a thousand. */
const usualShare = { given: 0.01, family: 0.001 };
/** A letter or digit that no known word explains says this much when two handles agree on it. */
const letterBits = 1.7;
const mostHandleBits = 18;
/** Not everybody whose name fits uses it. */
const useOfNickname = 0.7;

/** Compares handles with handles of other networks, with names, and with the boxes of e-mail addresses. */
export function handleComparer(shares: Shares): (a: Traits, b: Traits, out: Agreement[]) => void {
  const cache = new WeakMap<Traits, Atoms>();
  const atomsOf = (traits: Traits): Atoms => {
    const known = cache.get(traits);
    if (known) return known;
    const atoms = atomsFor(traits, shares);
    cache.set(traits, atoms);
    return atoms;
  };
  const aligned = (handles: readonly HandleParts[], other: Traits): Alignment | undefined => {
    let best: Alignment | undefined;
    if (other.names.length === 0) return undefined;
    for (const handle of handles) {
      const alignment = alignHandle(handle, atomsOf(other));
      if (alignment && (!best || alignment.bits > best.bits)) best = alignment;
    }
    return best;
  };
  return (a, b, out) => {
    if (a.accounts.length + b.accounts.length > 0) {
      const firm = a.firm && b.firm;
      const shared = rarest(sharedHandles(a, b), shares);
      if (shared) out.push(agreement('handle', 'same', firm, undefined, shared));
      const alignment = stronger(aligned(a.accounts, b), aligned(b.accounts, a));
      const bits = alignment?.level === 'different' ? undefined : alignment?.bits;
      if (alignment) out.push(agreement('handle-against-name', alignment.level, firm, undefined, bits));
      const box = rarest([...boxLike(a, b), ...boxLike(b, a)], shares);
      if (box) out.push(agreement('email-against-handle', 'same', firm, undefined, box));
    }
    if (a.firm && b.firm) return;
    const mailbox = stronger(aligned(boxes(a), b), aligned(boxes(b), a));
    if (mailbox && (mailbox.level === 'full' || mailbox.level === 'initial'))
      out.push(agreement('email-against-name', mailbox.level, false, undefined, mailbox.bits));
  };
}

/** Of a record that is an e-mail address, how its mailbox is called. Others have names to compare. */
const boxes = (traits: Traits): HandleParts[] =>
  traits.firm || traits.accounts.length > 0 ? [] : traits.emails.map(({ local }) => partsOfBox(local));

const partsOfBox = (local: string): HandleParts => {
  const words = splitHandle(local);
  const borders = [0];
  for (const word of words) borders.push((borders.at(-1) as number) + word.length);
  return { value: local, squashed: words.join(''), words, borders };
};

function stronger(left: Alignment | undefined, right: Alignment | undefined): Alignment | undefined {
  if (!left || !right) return left ?? right;
  return right.bits > left.bits ? right : left;
}

function sharedHandles(a: Traits, b: Traits): HandleParts[] {
  return a.accounts.filter(
    ({ scope, squashed }) =>
      squashed.length >= 4 && b.accounts.some((other) => other.scope !== scope && other.squashed === squashed),
  );
}

/** Handles that are the other's mailbox: `repomara` and `repomara@…`. */
function boxLike(a: Traits, b: Traits): HandleParts[] {
  if (b.emails.length === 0) return [];
  const locals = b.emails.map(({ local }) => local.replace(/[^\p{L}\p{N}]/gu, ''));
  return a.accounts.filter(({ squashed }) => squashed.length >= 5 && locals.includes(squashed));
}

const rarest = (handles: readonly HandleParts[], shares: Shares): number =>
  handles.reduce((most, handle) => Math.max(most, rarity(handle, shares)), 0);

/** How many bits a handle holds: its known words by their share, other letters and digits by their number. */
export function rarity(handle: HandleParts, shares: Shares): number {
  let bits = 0;
  for (const word of splitHandle(handle.squashed, (part) => part.length >= 3 && shares.word(part) !== undefined)) {
    const share = word.length >= 3 ? shares.word(word) : undefined;
    const letters = word.length * letterBits;
    bits += share === undefined ? letters : Math.min(letters, -Math.log2(share));
  }
  return Math.min(bits, mostHandleBits);
}

function atomsFor(traits: Traits, shares: Shares): Atoms {
  const atoms = new Map<string, Atom>();
  const add = (text: string, role: Atom['role'], factor: number): void => {
    if (text.length < 2) return;
    const share = shares.word(text) ?? (role === 'family' ? usualShare.family : usualShare.given);
    const bits = Math.min(-Math.log2(share), text.length * 4) + Math.log2(factor);
    const known = atoms.get(text);
    if (!known || known.bits < bits) atoms.set(text, { text, role, bits });
  };
  const givenInitials = new Set<string>();
  const initials = new Set<string>();
  for (const { given, middle, family } of traits.names) {
    add(given, 'given', 0.9);
    for (const name of [...fullNames(given), ...nicknamesOf(given)]) add(name, 'given', useOfNickname / 2);
    for (const name of middle) add(name, 'given', useOfNickname);
    const parts = family.split(' ');
    for (const part of parts) add(part, 'family', parts.length > 1 ? useOfNickname : 0.9);
    if (parts.length > 1) add(parts.join(''), 'family', 0.9);
    if (given) givenInitials.add(given[0] as string);
    for (const name of [given, ...middle, ...parts]) if (name) initials.add(name[0] as string);
  }
  const offices = new Map(officeWords.map((office) => [office, officeBits(office, traits.title)]));
  return { names: [...atoms.values()], others: wordsAround(traits, shares), offices, givenInitials, initials };
}

/** A handle that names an office speaks for who holds it and against who holds another. */
function officeBits(office: string, title: readonly string[]): number {
  if (title.length === 0) return 0;
  return title.some((word) => word.startsWith(office)) ? 0.7 : -1.5;
}

/** Words that are no names and yet speak for somebody: where they are and whom they work for. */
function wordsAround({ place, employers }: Traits, shares: Shares): Atom[] {
  const atoms: Atom[] = [];
  const say = (text: string, share: number | undefined, most: number): void => {
    if (text.length >= 2)
      atoms.push({ text, role: 'other', bits: share === undefined ? 1 : Math.min(-Math.log2(share), most) });
  };
  if (place?.region)
    for (const spelling of regionSpellings(place.region))
      say(spelling.replaceAll(' ', ''), shares.value(`region:${place.region}`), 6);
  if (place?.city) say(place.city.replaceAll(' ', ''), shares.value(`city:${place.city}`), 6);
  for (const { value, words } of employers)
    for (const word of words) if (word.length > 3) say(word, shares.value(`organization:${value}`), 2);
  return atoms;
}
