/** A place of a pattern: what may stand there, and how many other words before it. */
interface Step {
  words: ReadonlySet<string>;
  beginnings: readonly string[];
  gap: number;
}

/** What is remembered of words met before, so that frequent ones are looked up once. */
const mostKnown = 20_000;
const longestKnown = 30;

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
  const startingWith = (word: string): readonly number[] => [
    ...(byWord.get(word) ?? []),
    ...lengths.flatMap((length) => (length <= word.length ? (byBeginning.get(word.slice(0, length)) ?? []) : [])),
  ];
  const known = new Map<string, readonly number[]>();
  return (words) => {
    const found = new Set<number>();
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] as string;
      let numbers = known.get(word);
      if (!numbers) {
        numbers = startingWith(word);
        if (known.size < mostKnown && word.length <= longestKnown) known.set(word, numbers);
      }
      for (const number of numbers)
        if (!found.has(number) && follows(patterns[number] as Step[], words, at)) found.add(number);
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
  for (let place = 1; place < steps.length; place += 1) {
    const step = steps[place] as Step;
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
