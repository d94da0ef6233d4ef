import { type Clock, instantOf } from '../../../core/clock.js';
import type { Affiliation } from '../../../core/model/affiliation.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Attributes, PartyKind, PostalAddress } from '../../../core/model/party.js';
import type { Contact } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import { isCalendarDate } from '../../../core/table/columns/dates.js';
import { parseDate } from '../../../core/text/parse-date.js';
import type { Card } from './card.js';
import { cardIdentifiers } from './card-identifiers.js';
import { type ContentLine, parameterOf, partsOf, unescaped } from './content-line.js';
import { addressSlots, isOwnField, slots } from './slots.js';

const longestName = 1000;
const longestText = 20_000;
const mostOwnFields = 100;

/** Reads a card as a contact; undefined for a group, which is neither a person nor an organization. Photos are left out. */
export function cardContact(card: Card, ref: SourceRef, clock: Clock): Contact | undefined {
  const kind = (card.first('KIND') ?? card.first('X-ADDRESSBOOKSERVER-KIND'))?.value.trim().toLowerCase();
  if (kind === 'group') return undefined;
  const party = partyOf(card, kind);
  const now = instantOf(clock);
  const affiliations = party === 'person' ? affiliationsOf(card) : [];
  return {
    ...ref,
    kind: 'contact',
    party,
    identifiers: cardIdentifiers(card),
    attributes: attributesOf(card, party),
    ...(affiliations.length > 0 && { affiliations }),
    origin: 'api',
    observedAt: changedAt(card, now) ?? now,
  };
}

function partyOf(card: Card, kind: string | undefined): PartyKind {
  const isCompany = card.first('X-ABSHOWAS')?.value.trim().toUpperCase() === 'COMPANY';
  return kind === 'org' || isCompany ? 'organization' : 'person';
}

function attributesOf(card: Card, party: PartyKind): Attributes {
  const plain = Object.fromEntries(
    Object.entries(slots).map(([field, { property, part }]) => {
      const text = textOf(card.first(property), part)?.slice(0, field === 'bio' ? longestText : longestName);
      return [field, text];
    }),
  ) as Partial<Record<keyof typeof slots, string | undefined>>;
  const alternateNames = card
    .all('NICKNAME')
    .flatMap(({ value }) => partsOf(value, ',').map((part) => unescaped(part).trim().slice(0, longestName)))
    .filter(Boolean)
    .slice(0, 100);
  const attributes: { [Key in keyof Attributes]?: Attributes[Key] | undefined } = {
    ...plain,
    birthDate: plain.birthDate && dayOf(plain.birthDate),
    organization: party === 'organization' ? undefined : plain.organization,
    name: plain.name ?? (party === 'organization' ? plain.organization : undefined),
    alternateNames: alternateNames.length > 0 ? alternateNames : undefined,
    address: addressOf(card.first('ADR')),
    custom: ownFieldsOf(card),
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** What a line says, without escapes and empty ends; undefined when it says nothing. */
export function textOf(line: ContentLine | undefined, part?: number): string | undefined {
  const value = part === undefined ? line?.value : line && partsOf(line.value, ';')[part];
  return (value && unescaped(value).trim()) || undefined;
}

/** A birthday with its year; vCard 4 also has `--0415`, which is no date. */
function dayOf(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?$/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  return year && isCalendarDate(date) ? date : undefined;
}

function addressOf(line: ContentLine | undefined): PostalAddress | undefined {
  if (!line) return undefined;
  const label = parameterOf(line, 'LABEL')[0]?.trim().slice(0, longestName);
  const entries = Object.entries(addressSlots).flatMap(([field, { part }]) => {
    const text = textOf(line, part)?.slice(0, longestName);
    return text ? [[field, text] as const] : [];
  });
  if (label) entries.push(['text', label]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function ownFieldsOf(card: Card): Record<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const line of card.lines) {
    const text = line.group === undefined && isOwnField(line.name) ? textOf(line) : undefined;
    if (!text || (!fields.has(line.name) && fields.size >= mostOwnFields)) continue;
    const before = fields.get(line.name);
    fields.set(line.name, (before ? `${before}; ${text}` : text).slice(0, longestText));
  }
  return fields.size > 0 ? Object.fromEntries(fields) : undefined;
}

/** `ORG:Company;Department;Team`, and the title with it when there is one company only. */
function affiliationsOf(card: Card): Affiliation[] {
  const lines = card.all('ORG').slice(0, 50);
  const title = lines.length === 1 ? textOf(card.first('TITLE'))?.slice(0, longestName) : undefined;
  return lines.flatMap((line) => {
    const [organizationName, ...units] = partsOf(line.value, ';').map((part) => unescaped(part).trim());
    const department = units.filter(Boolean).join(', ').slice(0, longestName);
    return organizationName
      ? [
          {
            organizationName: organizationName.slice(0, longestName),
            ...(department && { department }),
            ...(title && { title }),
          },
        ]
      : [];
  });
}

/** `REV:20261124T093000Z`, in the short form or the long one. What is to come has not happened. */
function changedAt(card: Card, now: Instant): Instant | undefined {
  const text = card.first('REV')?.value.trim() ?? '';
  const long = text.replace(/^(\d{4})(\d\d)(\d\d)(?!\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)/, 'T$1:$2:$3');
  const at = parseDate(long);
  return at && at <= now ? at : undefined;
}
