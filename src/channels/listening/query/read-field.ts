import { nearest } from '../../../core/table/nearest.js';
import { linkAddress } from './link-address.js';
import type { FieldName, LeafQuery } from './query.js';
import { excerpt, queryFailure } from './query-failure.js';
import { longestRaw } from './query-limits.js';

interface Field {
  /** The value as it is kept; undefined when it is none. */
  read(value: string): string | undefined;
  example: string;
}

const longestValue = 2000;
const moods = ['positive', 'negative', 'neutral', 'mixed'];
const isWild = (value: string) => value.includes('*') || value.includes('?');
const lower = (shape: RegExp) => (value: string) => (shape.test(value.toLowerCase()) ? value.toLowerCase() : undefined);

function address(value: string): string | undefined {
  const found = linkAddress(value.includes('://') ? value : `https://${value}`);
  return found?.includes('*') ? undefined : found;
}

const fields: Readonly<Record<FieldName, Field>> = {
  author: {
    read: (value) => {
      const handle = value.startsWith('@') ? value.slice(1) : value;
      return handle === '' || handle.startsWith('@') || handle.includes(' ') || isWild(handle) ? undefined : handle;
    },
    example: 'author:acme.example',
  },
  network: { read: lower(/^[a-z0-9._-]{1,100}$/), example: 'network:bluesky' },
  site: {
    read: (value) => {
      const site = address(value);
      return site?.includes('/') ? undefined : site;
    },
    example: 'site:example.com',
  },
  url: { read: address, example: 'url:example.com/shop' },
  lang: { read: lower(/^[a-z]{2,8}(-[a-z0-9]{1,8}){0,5}$/), example: 'lang:en or lang:pt-BR' },
  kind: { read: lower(/^[a-z0-9._-]{1,50}$/), example: 'kind:post' },
  sentiment: {
    read: (value) => (moods.includes(value.toLowerCase()) ? value.toLowerCase() : undefined),
    example: `one of ${moods.map((mood) => `sentiment:${mood}`).join(', ')}`,
  },
};

const names = [...Object.keys(fields), 'followers', 'raw'];
const isField = (name: string): name is FieldName => Object.hasOwn(fields, name);

/** Whether a name before a colon is a field's; throws with the likeliest one when it is not. */
export function checkFieldName(name: string, column: number): void {
  if (names.includes(name)) return;
  if (name === 'http' || name === 'https')
    throw queryFailure(column, 'a link stands here by itself.', 'Write url:"…" with the link in quotes.');
  const similar = nearest(name, names);
  const hint = similar ? `Did you mean ${similar}:?` : `There are ${names.map((known) => `${known}:`).join(', ')}.`;
  throw queryFailure(
    column,
    `there is no field ${excerpt(name)}.`,
    `${hint} Put quotes around it to search the words.`,
  );
}

/** @param column where the value begins */
export function readField(name: string, value: string, column: number): LeafQuery {
  if (name === 'followers') return readFollowers(value, column);
  if (name === 'raw') {
    if (value.trim() === '') throw queryFailure(column, 'raw: has no text.', 'Write raw:"C++".');
    if (value.length > longestRaw)
      throw queryFailure(column, `raw: takes at most ${longestRaw} characters.`, 'Shorten it, or join parts by AND.');
    return { type: 'raw', text: value };
  }
  const field = fields[isField(name) ? name : 'author'];
  const read = value.length <= longestValue ? field.read(value) : undefined;
  if (read === undefined || !isField(name))
    throw queryFailure(column, `${excerpt(value)} is nothing that ${name}: can have.`, `Write ${field.example}.`);
  return { type: 'field', field: name, value: read };
}

const range = /^\[\s{0,9}(\d{1,15}|\*)\s{1,9}TO\s{1,9}(\d{1,15}|\*)\s{0,9}\]$/;

function readFollowers(value: string, column: number): LeafQuery {
  const [, low, high] = range.exec(value) ?? [];
  const from = low === undefined || low === '*' ? undefined : Number(low);
  const to = high === undefined || high === '*' ? undefined : Number(high);
  if (low === undefined || (from === undefined && to === undefined))
    throw queryFailure(
      column,
      `${excerpt(value)} is no range.`,
      'Write followers:[1000 TO 5000] or followers:[1000 TO *].',
    );
  if (from !== undefined && to !== undefined && from > to)
    throw queryFailure(column, `no number is from ${from} to ${to}.`, `Write followers:[${to} TO ${from}].`);
  return { type: 'followers', ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
