import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { interaction } from '../../../src/core/model/interaction.js';
import { jsonSchemas } from '../../../src/core/model/json-schemas.js';
import { nouns } from '../../../src/core/model/nouns.js';

it('gives every noun as JSON Schema', async () => {
  const schemas = await jsonSchemas();
  expect(Object.keys(schemas).sort()).toEqual(Object.keys(nouns).sort());
  for (const schema of Object.values(schemas)) expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  expect(schemas.interaction).toMatchObject({
    type: 'object',
    required: expect.arrayContaining(['id', 'participants']),
  });
});

it('leaves no file of the model out', () => {
  const helpers = ['id', 'instant', 'json-schemas', 'nouns', 'party', 'scope', 'source-ref'];
  const files = readdirSync(new URL('../../../src/core/model', import.meta.url)).map((name) => name.replace('.ts', ''));
  const camel = (name: string) => name.replaceAll(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  const named = Object.keys(nouns).join(' ').toLowerCase();
  for (const file of files.filter((name) => !helpers.includes(name) && name !== 'strategy'))
    expect(named).toContain(camel(file).toLowerCase());
});

it('keeps no interaction without a participant', () => {
  expect(interaction.safeParse({ participants: [] }).success).toBe(false);
});
