import { type Clock, instantOf } from '../../../core/clock.js';
import type { Attributes } from '../../../core/model/party.js';
import type { ContactDraft } from '../../crm-adapter.js';
import { nameParts } from '../../name-parts.js';
import type { Card, Property } from './card.js';
import { cardIdentifiers } from './card-identifiers.js';
import { type ContentLine, escaped, parameterOf, partsOf, unescaped } from './content-line.js';
import { draftChanges, nameFor, newIdentifierLines, type PropertyChange } from './draft-changes.js';
import { addOwn, replaceByOwn } from './own-marks.js';

/** What lines said that were changed, by their property. */
export type Replaced = Map<string, string | undefined>;

export interface EditOptions {
  /** The name of the write. */
  write: string;
  clock: Clock;
}

/** Parameters that speak of a value, and not of what it is for. */
const ofValue: ReadonlySet<string> = new Set(['VALUE', 'SORT-AS', 'ENCODING', 'CHARSET', 'CALSCALE', 'PHONETIC']);

/** Changes the lines of a card that a draft is about, and no other. */
export async function editCard(card: Card, draft: ContactDraft, { write, clock }: EditOptions): Promise<Replaced> {
  const replaced: Replaced = new Map();
  const textBefore = card.text();
  for (const [property, change] of draftChanges(draft)) {
    const line = card.first(property);
    if (change.value === '') {
      if (line) replaced.set(property, line.value);
      for (const one of card.all(property)) card.remove(one);
      continue;
    }
    const wanted = changedProperty(property, line, change);
    if (line ? isSame(line, wanted) : /^;*$/.test(wanted.value) && wanted.parameters.length === 0) continue;
    replaced.set(property, line?.value);
    if (line) await replaceByOwn(card, line, wanted, write);
    else await addOwn(card, wanted, write);
  }
  for (const line of newIdentifierLines(draft.identifiers ?? [], cardIdentifiers(card), card.version))
    await addOwn(card, line, write);
  if (card.text() !== textBefore) stamp(card, clock);
  return replaced;
}

/** Fills a new card. */
export async function fillCard(card: Card, draft: ContactDraft, uid: string, options: EditOptions): Promise<void> {
  const isV4 = card.version === '4.0';
  card.add({ name: 'UID', parameters: [], value: isV4 ? `urn:uuid:${uid}` : uid });
  if (draft.party === 'organization')
    card.add(
      isV4 ? { name: 'KIND', parameters: [], value: 'org' } : { name: 'X-ABSHOWAS', parameters: [], value: 'COMPANY' },
    );
  card.add({ name: 'REV', parameters: [], value: '' });
  const name = nameFor(draft);
  const more = draft.party === 'organization' ? { organization: name } : partsFor(draft);
  await editCard(card, { ...draft, attributes: { ...more, ...draft.attributes, name } }, options);
  completeCard(card);
}

/** Address books sort by the parts of names, and some show nothing else. */
function partsFor({ attributes: { name, givenName, familyName } = {} }: ContactDraft): Attributes {
  if (!name?.trim() || givenName !== undefined || familyName !== undefined) return {};
  const { before, last } = nameParts(name);
  return before === undefined ? { givenName: last } : { givenName: before, familyName: last };
}

/** Gives a card what its version wants, even if it says nothing: a name, and in version 3 one in parts. */
export function completeCard(card: Card): void {
  if (!card.first('FN')) {
    const value = escaped(cardIdentifiers(card)[0]?.value ?? '');
    card.add({ name: 'FN', parameters: [], value });
  }
  if (card.version === '3.0' && !card.first('N')) card.add({ name: 'N', parameters: [], value: ';;;;' });
}

function changedProperty(name: string, line: ContentLine | undefined, change: PropertyChange): Property {
  const { group, parameters = [], value = '' } = line ?? {};
  const parts = line ? partsOf(value, ';') : [];
  for (const [place, text] of change.parts) {
    while (parts.length <= place) parts.push('');
    parts[place] = text;
  }
  const least = name === 'N' ? 5 : name === 'ADR' ? 7 : 0;
  while (parts.length > 0 && parts.length < least) parts.push('');
  const label: Property['parameters'] = change.label === undefined ? [] : [['LABEL', [change.label]]];
  const isKept = ([called]: [string, string[]]) => !ofValue.has(called) && (called !== 'LABEL' || label.length === 0);
  return {
    ...(group && { group }),
    name,
    parameters: [...parameters.filter(isKept), ...label],
    value: change.value ?? (parts.length > 0 ? parts.join(';') : name === 'ADR' ? ';;;;;;' : value),
  };
}

function isSame(line: ContentLine, wanted: Property): boolean {
  const [label, wantedLabel] = [line, { ...wanted, raw: '' }].map((one) => parameterOf(one, 'LABEL')[0]);
  return unescaped(line.value) === unescaped(wanted.value) && label === wantedLabel;
}

/** `REV` says when the card was last changed, where it says so. */
function stamp(card: Card, clock: Clock): void {
  const line = card.first('REV');
  const value = instantOf(clock).replace(/[-:]|\.\d+/g, '');
  if (line) card.replace(line, { name: 'REV', parameters: [], value });
}
