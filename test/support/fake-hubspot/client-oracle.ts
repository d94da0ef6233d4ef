import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from './hubspot-answers.js';

interface Model {
  getAttributeTypeMap(): { baseName: string; type: string }[];
}
type Models = Record<string, Model | Record<string, string> | undefined>;

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../../../node_modules/@hubspot/api-client/lib/codegen/crm', import.meta.url));

/** Why nothing can be checked, if so. */
export const noOracle = existsSync(folder) ? undefined : 'HubSpot’s own client is not installed: run `npm ci`';

/** How HubSpot's own client numbers ties: `noteToContact` is 202. */
export function tieNumbers(): Record<string, number> {
  return require('@hubspot/api-client/lib/src/enums/AssociationTypes.js').AssociationTypes as Record<string, number>;
}

const areas = {
  objects: 'objects/models',
  contacts: 'contacts/models',
  associations: 'associations/v4/models',
  properties: 'properties/models',
  pipelines: 'pipelines/models',
} as const;
type Area = keyof typeof areas;

const requests: readonly [path: RegExp, area: Area, model: string][] = [
  [/\/objects\/.*\/search$/, 'objects', 'PublicObjectSearchRequest'],
  [/\/objects\/.*\/batch\/create$/, 'objects', 'BatchInputSimplePublicObjectBatchInputForCreate'],
  [/\/objects\/.*\/batch\/update$/, 'objects', 'BatchInputSimplePublicObjectBatchInput'],
  [/\/objects\/.*\/batch\/upsert$/, 'objects', 'BatchInputSimplePublicObjectBatchInputUpsert'],
  [/\/objects\/.*\/batch\/read$/, 'objects', 'BatchReadInputSimplePublicObjectId'],
  [/\/objects\/.*\/batch\/archive$/, 'objects', 'BatchInputSimplePublicObjectId'],
  [/\/objects\/.*\/merge$/, 'contacts', 'PublicMergeInput'],
  [/\/associations\/.*\/batch\/read$/, 'associations', 'BatchInputPublicFetchAssociationsBatchRequest'],
];

const answers: readonly [path: RegExp, area: Area, model: string][] = [
  [/\/associations\/default\//, 'associations', 'BatchResponsePublicDefaultAssociation'],
  [/\/objects\/.*\/search$/, 'objects', 'CollectionResponseWithTotalSimplePublicObjectForwardPaging'],
  [/\/objects\/.*\/batch\/upsert$/, 'objects', 'BatchResponseSimplePublicUpsertObjectWithErrors'],
  [/\/objects\/.*\/batch\/(create|update|read)$/, 'objects', 'BatchResponseSimplePublicObjectWithErrors'],
  [/\/objects\/.*\/merge$/, 'objects', 'SimplePublicObject'],
  [/\/objects\/.*\/\d+$/, 'objects', 'SimplePublicObjectWithAssociations'],
  [
    /\/objects\/[^/]+\/[a-z]+$|\/v3\/objects\/[a-z]+$/,
    'objects',
    'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
  ],
  [/\/associations\/.*\/batch\/read$/, 'associations', 'BatchResponsePublicAssociationMultiWithLabel'],
  [/\/properties\//, 'properties', 'CollectionResponsePropertyNoPaging'],
  [/\/pipelines\//, 'pipelines', 'CollectionResponsePipelineNoPaging'],
];

/** Where requests and answers differ from what HubSpot's own client sends and understands. */
export function exchangeProblems(
  exchanges: readonly { call: Call; status: number; body: unknown; faulty?: true }[],
): string[] {
  return exchanges.flatMap(({ call, status, body, faulty }) => {
    const asked = requests.find(([path]) => path.test(call.path));
    const answered = answers.find(([path]) => path.test(call.path));
    const where = `${call.method} ${call.path}`;
    return [
      ...(asked ? problemsOf(call.body, asked[2], asked[1], `${where} asked`) : []),
      ...(answered && !faulty && status < 300 && body !== undefined
        ? problemsOf(body, answered[2], answered[1], `${where} answered`)
        : []),
      ...(!faulty && status >= 400 && typeof body === 'object'
        ? problemsOf(withoutStatus(body), 'ModelError', 'objects', `${where} refused`)
        : []),
    ];
  });
}

/** HubSpot repeats in the body that it is an error, which its client does not list. */
function withoutStatus(body: unknown): unknown {
  const { status: _status, ...rest } = body as Record<string, unknown>;
  return rest;
}

function problemsOf(value: unknown, type: string, area: Area, at: string): string[] {
  if (type === 'any' || value === undefined || (value === null && type.endsWith(' | null'))) return [];
  if (type.endsWith(' | null')) return problemsOf(value, type.slice(0, -' | null'.length), area, at);
  const list = /^(?:Array|Set)<(.*)>$/.exec(type)?.[1];
  if (list) {
    if (!Array.isArray(value)) return [`${at}: no list`];
    return value.flatMap((item, index) => problemsOf(item, list, area, `${at}[${index}]`));
  }
  const map = /^\{ \[key: string\]: (.*?);? \}$/.exec(type)?.[1];
  if (map) return Object.entries(value as object).flatMap(([key, item]) => problemsOf(item, map, area, `${at}.${key}`));
  if (/^(string|number|boolean)$/.test(type))
    return typeof value === type ? [] : [`${at}: ${JSON.stringify(value)} is no ${type}`];
  if (type === 'Date')
    return Number.isFinite(Date.parse(String(value))) ? [] : [`${at}: ${JSON.stringify(value)} is no time`];
  const model = modelsOf(area)[type];
  if (!model) return [`${at}: the client knows no ${type}`];
  if (typeof (model as Model).getAttributeTypeMap !== 'function')
    return Object.values(model).includes(value as string) ? [] : [`${at}: ${JSON.stringify(value)} is no ${type}`];
  const attributes = (model as Model).getAttributeTypeMap();
  const given = Object.keys(value as object);
  const required = requiredOf(area, type).filter((name) => !given.includes(name));
  return [
    ...required.map((name) => `${at}: ${name} is missing`),
    ...given
      .filter((name) => !attributes.some(({ baseName }) => baseName === name))
      .map((name) => `${at}: ${name} is unknown`),
    ...attributes.flatMap(({ baseName, type: its }) =>
      problemsOf((value as Record<string, unknown>)[baseName], its, area, `${at}.${baseName}`),
    ),
  ];
}

const loaded = new Map<string, Models>();

function modelsOf(area: Area): Models {
  const known = loaded.get(area) ?? (require(`@hubspot/api-client/lib/codegen/crm/${areas[area]}/all.js`) as Models);
  loaded.set(area, known);
  return known;
}

const required = new Map<string, string[]>();

/** The client's types tell what may be left out. */
function requiredOf(area: Area, type: string): string[] {
  const file = join(folder, dirname(`${areas[area]}/x`), `${type}.d.ts`);
  const known =
    required.get(file) ??
    [...readFileSync(file, 'utf8').matchAll(/^ {4}'(\w+)':/gm)].map(([, name = '']) => name.replace(/^_/, ''));
  required.set(file, known);
  return known;
}
