import { instantOf } from '../../../core/clock.js';
import type { Instant } from '../../../core/model/instant.js';
import type { ObservedInteraction, ParticipantRole } from '../../../core/model/interaction.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Profile } from '../../../core/model/source-record.js';
import { type ReadTime, readDuration, readTime } from '../../../core/text/read-time.js';
import type { LogEntry } from './log-fields.js';
import { type IsOwn, type LoggedPerson, peopleIn, profileOf } from './log-people.js';
import type { ReadLogbookOptions } from './options.js';

/** What a row became: something said, or the reason why not. One that goes through may still have a note. */
export interface ObservedRow {
  observed?: Observed;
  reason?: string;
}

const kinds: Readonly<Record<string, string>> = {
  phone: 'call',
  'phone-call': 'call',
  telephone: 'call',
  anruf: 'call',
  telefonat: 'call',
  mail: 'email',
  'e-mail': 'email',
  appointment: 'meeting',
  termin: 'meeting',
  besprechung: 'meeting',
  treffen: 'meeting',
  text: 'sms',
  'text-message': 'sms',
  brief: 'letter',
  post: 'letter',
  'live-chat': 'chat',
  besuch: 'visit',
};

/** Where people meet: nobody is the one who speaks. */
const gatherings: ReadonlySet<string> = new Set(['meeting', 'webinar', 'visit', 'event']);

const inbound = /^(in|inbound|incoming|received|missed|eingehend|eingang|entrante|entrant)$/;
const outbound = /^(out|outbound|outgoing|sent|placed|ausgehend|ausgang|saliente|sortant)$/;

/**
 * Reads a row of a log.
 *
 * @param id names it: its own id, or what its content gives
 */
export function observeRow(
  entry: LogEntry,
  { id, version, isRewritten, isOwn }: { id: string; version: string; isRewritten: boolean; isOwn: IsOwn },
  options: ReadLogbookOptions,
): ObservedRow {
  const kind = kindOf(textOf(entry.kind) || options.kind);
  if (!kind) return { reason: 'it does not say what it was; name the kind of such rows with the option kind' };
  const time = readTime(entry.at, textOf(entry.time), options);
  if ('reason' in time) return { reason: time.reason };
  const people = participantsOf(entry, kind, time.at, isOwn, options.realm);
  if (people.participants.length === 0) return { reason: 'it names nobody: no name, address or number' };
  const end = endOf(entry, time.at, options);
  const [text, title] = [textOf(entry.text), textOf(entry.subject)];
  const interaction: ObservedInteraction = {
    network: 'logbook',
    realm: options.realm,
    externalId: id,
    kind,
    at: time.at,
    ...('at' in end && { endedAt: end.at }),
    content: { text, ...(title && { title: title.slice(0, 5000) }) },
    version,
    ...(isRewritten && { revisedAt: instantOf(options.clock) }),
    visibility: 'direct',
    origin: 'import',
    participants: people.participants,
  };
  const observed: Observed = { type: 'said', interaction, profiles: people.profiles };
  return 'reason' in end && end.reason ? { observed, reason: end.reason } : { observed };
}

function kindOf(said: string | undefined): string | undefined {
  const kind = said
    ?.toLowerCase()
    .replace(/[\s_]+/g, '-')
    .slice(0, 50);
  return kind && (Object.hasOwn(kinds, kind) ? kinds[kind] : kind);
}

/** Whoever stands under `with` is ours; of the others those that the app says. */
function participantsOf(
  entry: LogEntry,
  kind: string,
  at: Instant,
  isOwn: IsOwn,
  realm: string,
): { participants: ObservedInteraction['participants']; profiles: Profile[] } {
  const everybody = peopleIn(entry).map((person) => ({ person, own: isOwn(person) }));
  const ours = [...peopleIn({ who: entry.with }), ...everybody.filter(({ own }) => own).map(({ person }) => person)];
  const theirs = everybody.filter(({ own }) => !own).map(({ person }) => person);
  const [us, them] = rolesOf(textOf(entry.direction).toLowerCase(), kind);
  const taken = new Map<string, ObservedInteraction['participants'][number]>();
  const profiles = new Map<string, Profile>();
  const take = (people: readonly LoggedPerson[], own: boolean, [first, others]: Roles) => {
    for (const [place, person] of people.entries()) {
      const profile = profileOf(person, { own, at, realm });
      const name = JSON.stringify([profile.source, profile.externalId]);
      if (taken.has(name)) continue;
      const of = { source: profile.source, externalId: profile.externalId };
      taken.set(name, { role: place === 0 ? first : others, of });
      profiles.set(name, profile);
    }
  };
  take(theirs, false, them);
  take(ours, true, us);
  return { participants: [...taken.values()], profiles: [...profiles.values()] };
}

/** What the first of a side is, and the others. */
type Roles = [first: ParticipantRole, others: ParticipantRole];

/** What we are and what they are. Without a word on the direction nobody is said to have spoken. */
function rolesOf(direction: string, kind: string): [us: Roles, them: Roles] {
  if (gatherings.has(kind))
    return [
      ['organizer', 'attendee'],
      ['attendee', 'attendee'],
    ];
  if (outbound.test(direction))
    return [
      ['author', 'author'],
      ['recipient', 'recipient'],
    ];
  if (inbound.test(direction))
    return [
      ['recipient', 'recipient'],
      ['author', 'author'],
    ];
  return [
    ['attendee', 'attendee'],
    ['attendee', 'attendee'],
  ];
}

/** When it was over, if that is said; a note when it is said and can not be read. */
function endOf(entry: LogEntry, at: Instant, options: ReadLogbookOptions): ReadTime | { reason?: string } {
  if (textOf(entry.end)) {
    const end = readTime(entry.end, undefined, options);
    return 'at' in end && end.at < at ? { reason: 'it ends before it begins; its end was left out' } : end;
  }
  const seconds =
    numberOf(entry.minutes, 60) ?? numberOf(entry.seconds, 1) ?? readDuration(textOf(entry.duration) || undefined);
  if (seconds !== undefined && seconds <= 366 * 86_400)
    return { at: new Date(Date.parse(at) + Math.round(seconds * 1000)).toISOString() };
  const isSaid = [entry.minutes, entry.seconds, entry.duration].some((said) => textOf(said) !== '');
  return isSaid ? { reason: 'how long it took can not be read or has no unit, and was left out' } : {};
}

function numberOf(said: unknown, unit: number): number | undefined {
  const text = textOf(said).replace(',', '.');
  return /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) * unit : undefined;
}

export function textOf(said: unknown): string {
  if (typeof said === 'number') return String(said);
  return typeof said === 'string' ? said.trim() : '';
}
