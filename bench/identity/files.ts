import type { Kind } from '../../src/identity/engine/columns/column.js';

/** A file with duplicates: where it is, how its truth is taken out, and what is in its columns. */
export interface DuplicatesFile {
  file: string;
  /** Arguments of `prepare.py`, which takes the truth out before any engine sees the file. */
  truth: readonly string[];
  kinds: Readonly<Record<string, Kind>>;
}

const splink = {
  first_name: 'given-name',
  surname: 'family-name',
  dob: 'date',
  city: 'city',
  email: 'email',
} as const;

const febrl = {
  given_name: 'given-name',
  surname: 'family-name',
  street_number: 'street',
  address_1: 'street',
  address_2: 'text',
  suburb: 'city',
  postcode: 'postal-code',
  state: 'region',
  date_of_birth: 'date',
  soc_sec_id: 'identifier',
} as const;

const historical = {
  full_name: 'name',
  first_name: 'given-name',
  surname: 'family-name',
  dob: 'date',
  birth_place: 'city',
  postcode_fake: 'postal-code',
  gender: 'text',
  occupation: 'text',
} as const;

export const people = {
  first_name: 'given-name',
  last_name: 'family-name',
  birth_date: 'date',
  street: 'street',
  city: 'city',
  postcode: 'postal-code',
  email: 'email',
  phone: 'phone',
} as const;

const record = ['--id', 'rec_id', '--truth', 'rec_id', '--stem', 'rec-(\\d+).*'];

export const files: readonly DuplicatesFile[] = [
  { file: 'people/fake_1000.csv', truth: ['--id', 'unique_id', '--truth', 'cluster'], kinds: splink },
  { file: 'people/fake_20000.csv', truth: ['--id', 'unique_id', '--truth', 'group'], kinds: splink },
  { file: 'people/febrl1.csv', truth: record, kinds: febrl },
  { file: 'people/febrl3.csv', truth: record, kinds: febrl },
  { file: 'people/historical_50k.csv', truth: ['--id', 'unique_id', '--truth', 'cluster'], kinds: historical },
  { file: 'models/people-20k.csv', truth: ['--id', 'id', '--truth', 'entity'], kinds: people },
];

/** Made by `people.py`, by seed. */
export const peopleTruth = ['--id', 'id', '--truth', 'entity', '--drop', 'household', '--drop', 'source'];
