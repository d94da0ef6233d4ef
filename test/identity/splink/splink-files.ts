import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Why models that Splink itself wrote can not be tested with; absent where they are here. */
export const splinkFilesMissing = existsSync(`${data}models`) ? undefined : 'the models that Splink wrote are not here';

export type Texts = Record<string, string>;

export const splinkTable = (file: string) => parse(readFileSync(`${data}${file}`), { columns: true }) as Texts[];
export const splinkDocumentOf = (name: string): unknown =>
  JSON.parse(readFileSync(`${data}models/${name}.model.json`, 'utf8'));
export const splinkScores = (name: string) => splinkTable(`models/${name}.scores.csv`);

const plain = (text = '') =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** What the models' makers did to the columns before. */
const cleaned = {
  people: (texts: Texts): Texts => ({
    ...texts,
    first_name: plain(texts.first_name),
    last_name: plain(texts.last_name),
    street: (texts.street ?? '').toLowerCase().replace(/(,? unit .*| apt .*| #.*)$/, ''),
    city: (texts.city ?? '').toLowerCase(),
    email: (texts.email ?? '').toLowerCase(),
    phone: (texts.phone ?? '').replace(/\D/g, '').slice(-10),
  }),
  historical: (texts: Texts): Texts => ({
    ...texts,
    first_name_surname_concat: texts.first_name && texts.surname ? `${texts.first_name} ${texts.surname}` : '',
  }),
  sources: (texts: Texts): Texts => ({ ...texts, source_dataset: texts.source ?? '' }),
  plain: (texts: Texts): Texts => texts,
};

/** Each model with its records as its makers cleaned them. */
export const splinkFiles = (
  [
    ['every-level', 'models/every-level.csv', 'plain', 'numbers'],
    ['linked', 'models/linked.csv', 'sources', 'numbers'],
    ['fake-20000', 'people/fake_20000.csv', 'plain', 'bytes'],
    ['historical-50k', 'people/historical_50k.csv', 'historical', 'bytes'],
    ['people-20k', 'models/people-20k.csv', 'people', 'bytes'],
    ['people-20k-wide', 'models/people-20k.csv', 'people', 'bytes'],
  ] as const
).map(([name, file, how, ids]) => ({ name, ids, records: () => splinkTable(file).map(cleaned[how]) }));
