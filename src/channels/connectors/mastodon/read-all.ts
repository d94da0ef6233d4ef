import type { z } from 'zod';
import type { Rejected } from '../../../core/page.js';

/** The items that can be read; the others are rejected with the reason and their id. */
export function readAll<Item>(items: readonly unknown[], schema: z.ZodType<Item>, rejected: Rejected[]): Item[] {
  return items.flatMap((item, index) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    const id = (item as { id?: unknown } | null)?.id;
    rejected.push({
      reason: `${issue?.path.join('.') || 'item'}: ${issue?.message}`,
      at: typeof id === 'string' ? id.slice(0, 200) : `item ${index}`,
      item,
    });
    return [];
  });
}
