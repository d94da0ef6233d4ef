import { z } from 'zod';

/**
 * The model as JSON Schema (2020-12), by the names of its nouns: for forms, for other languages, for checks at a border.
 * The schemas are loaded when they are asked for.
 *
 * @example
 * const { interaction } = await jsonSchemas();
 */
export async function jsonSchemas(): Promise<Record<string, z.core.JSONSchema.BaseSchema>> {
  const { nouns } = await import('./nouns.js');
  const schemas: Record<string, z.core.JSONSchema.BaseSchema> = {};
  for (const [name, schema] of Object.entries(nouns)) schemas[name] = z.toJSONSchema(schema);
  return schemas;
}
