import type { Trail } from './causes.js';

/** What was left without these posts, and without those of these authors. */
export function forgetIn(trail: Trail, gone: ReadonlySet<string>): Trail {
  const recent = trail.recent.filter(({ id, author }) => !gone.has(id) && !(author !== undefined && gone.has(author)));
  return { ...trail, recent };
}
