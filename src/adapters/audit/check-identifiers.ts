import type { Contact } from '../../core/model/source-record.js';
import { isUrl } from '../../core/table/columns/cell-values.js';
import { recognizeHeader } from '../../core/table/columns/recognize-header.js';
import type { AuditTools } from './audit-tools.js';
import { countryOf } from './countries.js';
import { hintOf } from './hint.js';
import type { AuditFinding } from './problems.js';

/** A finding of the contact that is looked at. */
export type Found = Omit<AuditFinding, 'contact'>;

const accountKinds: ReadonlySet<string> = new Set(['handle', 'account-id']);

/** Whether a contact can be reached, and whether its addresses, numbers and pages are what they should be. */
export function* checkIdentifiers(contact: Contact, tools: AuditTools): Generator<Found> {
  const { identifiers, party } = contact;
  const emails = identifiers.filter(({ kind }) => kind === 'email');
  const phones = identifiers.filter(({ kind }) => kind === 'phone');
  if (emails.length + phones.length === 0 && !identifiers.some(({ kind }) => accountKinds.has(kind)))
    yield { field: 'identifiers', problem: 'unreachable' };
  else if (emails.length === 0 && party === 'person') yield { field: 'email', problem: 'missing-email' };
  for (const { kind, value } of emails) {
    const hint = hintOf(value);
    if (!tools.email(value)) yield { field: 'email', problem: 'malformed-email', hint };
    else if (tools.isMeaningless({ kind, value }, 'organization'))
      yield { field: 'email', problem: 'placeholder-email', hint };
    else if (tools.isMeaningless({ kind, value }, party)) yield { field: 'email', problem: 'role-email', hint };
  }
  yield* checkPhones(
    contact,
    phones.map(({ value }) => value),
    tools,
  );
  for (const { kind, value } of identifiers)
    if (kind === 'url' && !isUrl(value)) yield { field: 'url', problem: 'malformed-url', hint: hintOf(value) };
  yield* checkUnread(contact);
}

function* checkPhones({ attributes }: Contact, numbers: readonly string[], tools: AuditTools): Generator<Found> {
  const country = attributes.address?.country ? countryOf(attributes.address.country) : undefined;
  for (const value of numbers) {
    const hint = hintOf(value);
    const phone = tools.phone(value, country);
    if (!phone) yield { field: 'phone', problem: 'malformed-phone', hint };
    else if (tools.isMeaningless({ kind: 'phone', value }, 'organization'))
      yield { field: 'phone', problem: 'placeholder-phone', hint };
    else if (!phone.international) yield { field: 'phone', problem: 'phone-without-country', hint };
    else if (country && phone.countries.length > 0 && !phone.countries.includes(country))
      yield { field: 'phone', problem: 'country-against-phone', hint };
  }
}

const problemOfKind = {
  email: 'malformed-email',
  phone: 'malformed-phone',
  website: 'malformed-url',
  'birth-date': 'malformed-date',
} as const;

const kindsOfFields = new Map<string, keyof typeof problemOfKind | undefined>();
const mostFields = 10_000;

/** Fields that are called like an address and hold none were left among the CRM's own fields. */
function* checkUnread({ attributes: { custom = {} } }: Contact): Generator<Found> {
  for (const [field, value] of Object.entries(custom)) {
    if (!kindsOfFields.has(field)) {
      if (kindsOfFields.size >= mostFields) kindsOfFields.clear();
      const kind = recognizeHeader(field)?.kind.replace(/^(birth-date).*/, '$1');
      kindsOfFields.set(
        field,
        kind && Object.hasOwn(problemOfKind, kind) ? (kind as keyof typeof problemOfKind) : undefined,
      );
    }
    const kind = kindsOfFields.get(field);
    if (kind && value.trim()) yield { field, problem: problemOfKind[kind], hint: hintOf(value) };
  }
}
