import type { Identifier } from '../core/model/identifier.js';

/** Web and e-mail addresses that somebody writes of themselves. Nobody checked them. */
export function statedIdentifiers(text: string): Identifier[] {
  const found = new Map<string, Identifier>();
  const words = text.slice(0, 20_000).split(/[\s<>()[\]"',;|]+/);
  for (const word of words) {
    const value = word.replace(/[.!?:]{1,9}$/, '');
    const kind = /^https?:\/\/[^/]+\.[^/]/i.test(value)
      ? 'url'
      : /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(value)
        ? 'email'
        : '';
    if (kind && value.length <= 2000 && found.size < 10) found.set(value, { kind, scope: '', value });
  }
  return [...found.values()];
}
