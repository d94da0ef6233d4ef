import type { z } from 'zod';
import type { Rejected } from '../core/page.js';

/** The items that can be read; the others are rejected with the reason and what names them: the field `name`. */
export function readAll<Item>(
  items: readonly unknown[],
  schema: z.ZodType<Item>,
  rejected: Rejected[],
  name: 'id' | 'uri' | 'did' = 'id',
): Item[] {
  return items.flatMap((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    const named = (item as Record<string, unknown> | null)?.[name];
    rejected.push({
      reason: `${issue?.path.join('.') || 'item'}: ${issue?.message}`,
      at: typeof named === 'string' ? named.slice(0, 2000) : `item ${index}`,
      item,
    });
    return [];
  });
}
