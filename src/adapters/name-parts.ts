/**
 * A name that is known only as a whole, as networks tell it, for CRMs that keep its parts: what stands before its last word, and
 * that word. A person can say it better.
 */
export function nameParts(name: string): { before?: string; last: string } {
  const [, before, last] = /^(\S.*)\s+(\S+)$/su.exec(name.trim()) ?? [];
  return before !== undefined && last !== undefined ? { before, last } : { last: name.trim() };
}
