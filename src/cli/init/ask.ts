import type { Question, Setup } from './setup.js';

/** How questions are answered. */
export interface Ask {
  /** Which kind of channel or CRM comes next; undefined when there are enough. */
  next(of: Setup['of'], among: readonly Setup[]): Promise<Setup | undefined>;
  name(setup: Setup, taken: ReadonlySet<string>): Promise<string>;
  answer(name: string, question: Question): Promise<string>;
  /** Where the browser is to go. */
  show(url: string): void;
}

export function nameFault(name: string, taken: ReadonlySet<string>): string | undefined {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(name)) return 'A name is letters, digits, spaces, . _ and -.';
  return taken.has(name) ? 'Another is called that.' : undefined;
}

export function answerFault({ optional, fault }: Question, given: string): string | undefined {
  if (given === '') return optional ? undefined : 'It is needed.';
  return given.length > 2000 ? 'It is too long.' : fault?.(given);
}
