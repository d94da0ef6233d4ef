import type { Cascade } from '../../../core/model/alert.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import { addDistinct, countDistinct, type Distinct } from './distinct.js';
import type { HeardPost } from './heard-post.js';
import { bandsOf, likeness, sketchOf } from './sketch.js';

/** Texts are copies from this likeness on. */
export const copyLikeness = 0.55;
const mostCascades = 500;

/** A cascade as it is kept. Plain JSON. */
export interface KeptCascade {
  root: InteractionId;
  sketch?: string;
  posts: number;
  authors: Distinct;
  /** When it had 1, 2, 4, 8… posts, in milliseconds since 1970. */
  doublings: number[];
  last: number;
  /** What its posts are called by their networks: the root first, of the others the last ones. */
  names: string[];
}

/** Finds cascades among posts, in memory that does not grow: what did not grow for longest is forgotten. */
export interface CascadeBook {
  /** Adds a post to the cascade that it belongs to, or begins one. */
  add(post: HeardPost, plain: string): KeptCascade;
  kept(): KeptCascade[];
  size(): number;
  /** Forgets posts that must not be known any more. */
  forget(ids: ReadonlySet<string>): void;
}

const mostNames = 20;

export function cascadeBook(before: readonly KeptCascade[] = []): CascadeBook {
  // In the order in which they last grew.
  const all = new Set<KeptCascade>();
  const byName = new Map<string, KeptCascade>();
  const byBand = new Map<string, Set<KeptCascade>>();

  function enter(cascade: KeptCascade): void {
    all.add(cascade);
    for (const name of cascade.names) byName.set(name, cascade);
    for (const key of cascade.sketch ? bandsOf(cascade.sketch) : []) {
      const others = byBand.get(key);
      if (others) others.add(cascade);
      else byBand.set(key, new Set([cascade]));
    }
  }

  function drop(cascade: KeptCascade): void {
    all.delete(cascade);
    for (const name of cascade.names) if (byName.get(name) === cascade) byName.delete(name);
    for (const key of cascade.sketch ? bandsOf(cascade.sketch) : []) {
      const others = byBand.get(key);
      others?.delete(cascade);
      if (others?.size === 0) byBand.delete(key);
    }
  }

  function copied(sketch: string): KeptCascade | undefined {
    const candidates = new Set(bandsOf(sketch).flatMap((key) => [...(byBand.get(key) ?? [])]));
    let best: KeptCascade | undefined;
    let bestLikeness = copyLikeness;
    for (const candidate of candidates) {
      const found = likeness(candidate.sketch as string, sketch);
      if (found < bestLikeness) continue;
      [best, bestLikeness] = [candidate, found];
    }
    return best;
  }

  for (const cascade of before) enter(structuredClone(cascade));
  return {
    add(post, plain) {
      const sketch = sketchOf(plain);
      const shared = post.of.map((ref) => byName.get(nameOf(ref))).find((cascade) => cascade !== undefined);
      const found = shared ?? byName.get(nameOf(post.ref)) ?? (sketch === undefined ? undefined : copied(sketch));
      if (found?.names.includes(nameOf(post.ref))) return found;
      const cascade = found ?? begun(post, sketch);
      if (found) drop(found);
      grow(cascade, post, (name) => byName.has(name));
      enter(cascade);
      if (all.size > mostCascades) drop(all.values().next().value as KeptCascade);
      return cascade;
    },
    size: () => all.size,
    kept: () => [...all].map((cascade) => structuredClone(cascade)),
    forget(ids) {
      for (const cascade of [...all]) if (ids.has(cascade.root)) drop(cascade);
    },
  };
}

function begun({ id }: HeardPost, sketch: string | undefined): KeptCascade {
  return {
    root: id,
    posts: 0,
    authors: [],
    doublings: [],
    last: 0,
    names: [],
    ...(sketch !== undefined && { sketch }),
  };
}

function grow(cascade: KeptCascade, { at, author, ref, of }: HeardPost, isOfAnother: (name: string) => boolean): void {
  const time = Date.parse(at);
  cascade.posts += 1;
  if (cascade.posts === 2 ** cascade.doublings.length) cascade.doublings.push(time);
  cascade.last = Math.max(cascade.last, time);
  if (author !== undefined) addDistinct(cascade.authors, author);
  // A share of something that was not heard itself is found by what it shares.
  for (const name of [...of, ref].map(nameOf))
    if (!cascade.names.includes(name) && !isOfAnother(name)) cascade.names.push(name);
  while (cascade.names.length > mostNames) cascade.names.splice(1, 1);
}

/** A cascade as it is told. */
export function cascadeOf({ root, posts, authors, doublings, last }: KeptCascade): Cascade {
  const [latest = 0, before] = [doublings.at(-1), doublings.at(-2)];
  return {
    root,
    since: new Date(doublings[0] ?? last).toISOString(),
    until: new Date(last).toISOString(),
    posts,
    breadth: countDistinct(authors),
    ...(before !== undefined && { doublingMs: Math.max(0, latest - before) }),
  };
}

export const nameOf = ({ network, realm, externalId }: InteractionRef): string =>
  JSON.stringify([network, realm, externalId]);
