import type { ColumnKind } from './column-kind.js';
import { squashed } from './header-words.js';

/** A file as some program exports it. */
export interface KnownExport {
  name: string;
  /** Headers that are all there. */
  all: readonly string[];
  /** Headers of which one is there, which no other program writes beside them. */
  any: readonly string[];
  /** What its columns hold where their names alone would mislead. */
  columns: Readonly<Record<string, ColumnKind>>;
  /** The column that names a row for good, when it is not called an id. */
  id?: string;
}

/** Headers as the programs write them in English, as of 2026. Data: nothing is done with a program here. */
const knownExports: readonly KnownExport[] = [
  {
    name: 'HubSpot',
    all: ['Record ID'],
    any: ['Lifecycle Stage', 'Contact owner', 'Marketing contact status', 'Associated Company', 'Lead Status'],
    columns: {
      'Record ID': 'id',
      'Last Activity Date': 'custom',
      'Create Date': 'custom',
      'Lead Status': 'custom',
      'LinkedIn Bio': 'handle:linkedin',
    },
  },
  {
    name: 'Salesforce',
    all: ['LastName'],
    any: ['MasterRecordId', 'SystemModstamp', 'MailingStreet', 'HasOptedOutOfEmail', 'AccountId'],
    columns: { AccountId: 'custom', MasterRecordId: 'custom', OwnerId: 'custom', Title: 'title' },
  },
  {
    name: 'Salesforce',
    all: ['Last Name', 'Account Name'],
    any: ['Mailing Street', 'Contact ID', 'Mailing City', 'Lead Source', 'Email Opt Out'],
    columns: { 'Contact ID': 'id', 'Account ID': 'custom', Title: 'title' },
  },
  {
    name: 'Outlook',
    all: ['First Name', 'E-mail Address'],
    any: ['E-mail Type', 'E-mail Display Name', 'E-mail 2 Address', 'Business Phone', 'Home Postal Code'],
    columns: {
      Title: 'custom',
      Account: 'custom',
      'Office Location': 'custom',
      Location: 'custom',
      Profession: 'custom',
    },
  },
  {
    name: 'Google Contacts',
    all: [],
    any: ['E-mail 1 - Value', 'E-mail 1 - Label', 'Phone 1 - Value', 'Group Membership', 'Organization 1 - Name'],
    columns: { 'File As': 'custom', Location: 'custom', Occupation: 'custom' },
  },
  {
    name: 'Mailchimp',
    all: ['Email Address'],
    any: ['MEMBER_RATING', 'LEID', 'EUID'],
    // Where the address of a computer lies is no address of a person.
    columns: { REGION: 'custom', CC: 'custom', TIMEZONE: 'custom', LEID: 'custom' },
    id: 'EUID',
  },
  {
    name: 'LinkedIn',
    all: ['First Name', 'Connected On'],
    any: ['Position', 'Company', 'Email Address', 'URL'],
    columns: { URL: 'handle:linkedin', 'Connected On': 'custom' },
    id: 'URL',
  },
];

/** The program that exported a file with this header. */
export function knownExportOf(header: readonly string[]): KnownExport | undefined {
  const there = new Set(header.map(squashed));
  const has = (name: string): boolean => there.has(squashed(name));
  return knownExports.find(({ all, any }) => all.every(has) && any.some(has));
}
