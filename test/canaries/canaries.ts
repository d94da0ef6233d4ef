import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** Characters that are written otherwise in addresses, forms, JSON and HTML. */
const odd = `+/=&% "'<\\`;

/** Secrets that are planted and looked for, however they are written. */
export class Canaries {
  readonly #cores = new Map<string, string>();

  /** A secret by its name; the same one each time. */
  plant(name: string): string {
    return `Canary-${this.#coreOf(name)}`;
  }

  /** One with characters that every way of writing changes. */
  plantOdd(name: string): string {
    return `Canary${odd}${this.#coreOf(name)}${odd}`;
  }

  /** The names of the secrets that stand anywhere in something: in texts, errors and their causes, hidden properties. */
  leaksIn(thing: unknown): string[] {
    const text = [textOf(thing), jsonOf(thing)].join('\n').toLowerCase();
    return [...this.#cores]
      .filter(([, core]) => needlesOf(core).some((needle) => text.includes(needle)))
      .map(([name]) => name);
  }

  #coreOf(name: string): string {
    const core = this.#cores.get(name) ?? randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');
    this.#cores.set(name, core);
    return core;
  }
}

function textOf(thing: unknown): string {
  if (typeof thing === 'string') return thing;
  return inspect(thing, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
}

function jsonOf(thing: unknown): string {
  try {
    return JSON.stringify(thing) ?? '';
  } catch {
    return '';
  }
}

/** Half of a secret is enough to find it: plain, in hex, and in base64 wherever it begins. */
function needlesOf(core: string): string[] {
  const half = core.length / 2;
  const parts = Array.from({ length: core.length - half + 1 }, (_, at) => core.slice(at, at + half));
  const written = parts.flatMap((part) => [
    part,
    Buffer.from(part).toString('hex'),
    ...[0, 1, 2].map((before) =>
      Buffer.from('x'.repeat(before) + part)
        .toString('base64')
        .slice(before ? 4 : 0, -4),
    ),
  ]);
  return [...new Set(written.map((needle) => needle.toLowerCase()))].filter((needle) => needle.length >= 8);
}
