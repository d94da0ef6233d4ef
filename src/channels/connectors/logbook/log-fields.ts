import { KenningError } from '../../../core/errors.js';
import { columnPlace, quoted } from '../../../core/table/columns/detect-columns.js';
import { squashed } from '../../../core/table/columns/header-words.js';

/** What a column of a log holds. */
export const logFields = [
  'id',
  'at',
  'time',
  'end',
  'minutes',
  'seconds',
  'duration',
  'kind',
  'direction',
  'who',
  'email',
  'phone',
  'company',
  'with',
  'subject',
  'text',
] as const;

export type LogField = (typeof logFields)[number];

/** A row of a log: what it says by field. JSON may say lists and objects. */
export type LogEntry = Partial<Record<LogField, unknown>>;

/** Headers as people and programs write them, squashed. */
const names: Readonly<Record<LogField, string>> = {
  id: 'id logid callid activityid entryid recordid messageid uuid guid',
  at: 'at when date datetime timestamp datum start started starttime startdate startedat begin created createdat calldate activitydate jointime datumzeit fecha zeitpunkt',
  time: 'time uhrzeit zeit hora heure',
  end: 'end ended endtime endedat enddate ende leavetime',
  minutes:
    'minutes min mins durationmin durationmins durationminutes durationinminutes timeinsessionminutes minuten dauermin dauerminuten',
  seconds: 'seconds sec secs durationsec durationsecs durationseconds durationinseconds sekunden dauersekunden',
  duration: 'duration length dauer duree duracion',
  kind: 'kind type channel activity activitytype art typ medium tipo',
  direction: 'direction inout richtung direccion',
  who: 'who name fullname contact contactname person caller customer customername attendee attendees participant participants guest guests from sender kunde kontakt ansprechpartner teilnehmer',
  email: 'email mail emailaddress mailaddress contactemail useremail attendeeemail',
  phone: 'phone phonenumber telephone tel number mobile callerid telefon telefonnummer rufnummer',
  company: 'company companyname organization organisation account accountname firma unternehmen empresa',
  with: 'with agent agents owner rep employee colleague colleagues staff user host organizer assignedto mitarbeiter bearbeiter',
  subject: 'subject title topic betreff thema asunto meetingtopic',
  text: 'text note notes body message description comment comments transcript summary details inhalt notiz notizen bemerkung',
};

const byName = new Map(
  logFields.flatMap((field) => names[field].split(' ').map((name): [string, LogField] => [name, field])),
);

/**
 * Finds the place of each field in a header: where the caller says, else by its name. The first of several counts.
 *
 * @param chosen headers by field
 * @throws KenningError `invalid` for a header that is not there, and for a log that has no time or names nobody.
 */
export function fieldPlaces(
  header: readonly string[],
  chosen: Readonly<Partial<Record<LogField, string>>>,
  name: string,
): Map<LogField, number> {
  const places = new Map<LogField, number>();
  for (const [field, column] of Object.entries(chosen))
    places.set(field as LogField, columnPlace(header, column, name));
  const taken = new Set(places.values());
  for (const [place, text] of header.entries()) {
    const field = byName.get(squashed(text));
    if (field && !taken.has(place) && !places.has(field)) places.set(field, place);
  }
  if (!places.has('at')) throw missing('a time (at)', header, name);
  if (!['who', 'email', 'phone'].some((field) => places.has(field as LogField)))
    throw missing('who it was with (who, email or phone)', header, name);
  return places;
}

function missing(what: string, header: readonly string[], name: string): KenningError {
  return new KenningError(
    'invalid',
    `${name} has no column that says ${what}. Name it with the option columns; there are ${quoted(header)}.`,
  );
}

/** The fields of an object of JSON, by its names as by a header. */
export function fieldsOfObject(
  value: Record<string, unknown>,
  chosen: Readonly<Partial<Record<LogField, string>>>,
): LogEntry {
  const entry: LogEntry = {};
  for (const [field, name] of Object.entries(chosen))
    if (Object.hasOwn(value, name)) entry[field as LogField] = value[name];
  for (const [name, said] of Object.entries(value)) {
    const field = byName.get(squashed(name));
    if (field && !(field in entry) && !(field in chosen)) entry[field] = said;
  }
  return entry;
}
