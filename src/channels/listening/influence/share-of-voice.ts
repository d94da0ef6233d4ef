/** Of whom a post speaks. */
export interface Mention {
  /** Names what is said; the post that a re-post passes on, so that it is counted once. */
  id: string;
  /** One or more of the names that are compared. */
  of: readonly string[];
}

/** How much of all mentions is of one name. */
export interface Voice {
  name: string;
  mentions: number;
  /** Its mentions among those of all names, 0 to 1; all shares add up to 1. `unknown` when nobody is mentioned. */
  share: number | 'unknown';
}

/**
 * Share of voice: the mentions of one divided by the mentions of all that are compared. A post that speaks of two is a mention
 * of each; the same post, named again, is none.
 *
 * @param names whose voices are compared: us and our competitors
 * @example
 * shareOfVoice([{ id: '1', of: ['acme'] }, { id: '2', of: ['acme', 'globex'] }], ['acme', 'globex']);
 */
export function shareOfVoice(mentions: Iterable<Mention>, names: readonly string[]): Voice[] {
  const seen = new Map(names.map((name) => [name, new Set<string>()]));
  for (const { id, of } of mentions) for (const name of of) seen.get(name)?.add(id);
  const all = [...seen.values()].reduce((sum, { size }) => sum + size, 0);
  return [...seen].map(([name, { size }]) => ({
    name,
    mentions: size,
    share: all === 0 ? 'unknown' : size / all,
  }));
}
