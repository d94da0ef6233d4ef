/** A place of a pattern: what may stand there, and how many other words before it. */
interface Step {
  words: ReadonlySet<string>;
  beginnings: readonly string[];
  gap: number;
}

/** Finds which patterns stand in words. */
export type PatternFinder = (words: readonly string[]) => Set<number>;

/**
 * Patterns over words, as they are written in `cuePatterns`. Only patterns whose first word is there are looked at, so that
 * the work grows with the words.
 */
export function wordPatterns(lines: readonly string[]): PatternFinder {
  const patterns = lines.map(stepsOf);
  const byWord = new Map<string, number[]>();
  const byBeginning = new Map<string, number[]>();
  for (const [number, [first]] of patterns.entries()) {
    for (const word of first?.words ?? []) byWord.set(word, [...(byWord.get(word) ?? []), number]);
    for (const beginning of first?.beginnings ?? [])
      byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), number]);
  }
  const lengths = [...new Set([...byBeginning.keys()].map(({ length }) => length))];
  return (words) => {
    const found = new Set<number>();
    const look = (numbers: readonly number[] | undefined, at: number): void => {
      for (const number of numbers ?? [])
        if (!found.has(number) && follows(patterns[number] as Step[], words, at)) found.add(number);
    };
    for (const [at, word] of words.entries()) {
      look(byWord.get(word), at);
      for (const length of lengths) if (length <= word.length) look(byBeginning.get(word.slice(0, length)), at);
    }
    return found;
  };
}

function stepsOf(line: string): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of line.split(' ')) {
    if (/^\d$/.test(part) && steps.length > 0) {
      gap = Number(part);
      continue;
    }
    const choices = part.split('|');
    const open = choices.filter((choice) => choice.endsWith('*'));
    steps.push({
      words: new Set(choices.filter((choice) => !choice.endsWith('*'))),
      beginnings: open.map((choice) => choice.slice(0, -1)),
      gap,
    });
    gap = 0;
  }
  return steps;
}

/** Whether the other places of a pattern follow its first; the nearest word that fits a place takes it. */
function follows(steps: readonly Step[], words: readonly string[], first: number): boolean {
  let at = first;
  for (const step of steps.slice(1)) {
    const last = Math.min(at + 1 + step.gap, words.length - 1);
    let next = at + 1;
    while (next <= last && !fits(step, words[next] as string)) next += 1;
    if (next > last) return false;
    at = next;
  }
  return true;
}

const fits = ({ words, beginnings }: Step, word: string): boolean =>
  words.has(word) || beginnings.some((beginning) => word.startsWith(beginning));
