import { isCancel, selectKey } from '@clack/prompts';
import { isKenningError } from '../../core/errors.js';
import type { ReviewDesk } from './review-desk.js';
import type { ReviewPair, Row } from './review-pair.js';
import { drawWaterfall } from './waterfall.js';

const decisions = [
  { value: 'y', label: 'yes, they are one' },
  { value: 'n', label: 'no, they are two' },
  { value: 'l', label: 'later' },
];

/** Works through the queue at the terminal, a key a pair; gives how many were answered. */
export async function reviewAtTerminal(
  desk: ReviewDesk,
  options: { say: (text: string) => void; signal: AbortSignal },
): Promise<number> {
  const { say, signal } = options;
  let [at, answered] = [0, 0];
  for (;;) {
    signal.throwIfAborted();
    const { pair: nearest, waiting, undoable } = await desk.look(at);
    const pair = at < waiting ? nearest : undefined;
    const rest = waiting === 0 ? 'No pair waits for a word of yours.' : `${waiting} wait for later.`;
    if (!pair && !undoable) {
      say(rest);
      return answered;
    }
    // A terminal that does not know its width says 0.
    if (pair) say(describePair(pair, process.stderr.columns || 100));
    const key = await selectKey({
      message: pair ? `Are they one? (${at + 1} of ${waiting})` : rest,
      signal,
      options: [
        ...(pair ? decisions : []),
        ...(undoable ? [{ value: 'u', label: 'undo the last answer' }] : []),
        { value: 'q', label: 'quit' },
      ],
    });
    signal.throwIfAborted();
    if (isCancel(key) || key === 'q') return answered;
    try {
      if (key === 'l') at += 1;
      else if (key === 'u') {
        at = await desk.undo();
        answered -= 1;
      } else if (pair) {
        await desk.answer(pair.id, key === 'y');
        answered += 1;
      }
    } catch (error) {
      if (!isKenningError(error)) throw error;
      say(`${error.message} (${error.code})`);
      if (key !== 'u') at += 1;
    }
  }
}

/** Both side by side, then the evidence as bars. */
export function describePair({ rows, waterfall, because, probability, sizes }: ReviewPair, columns: number): string {
  const names = Math.min(20, Math.max(0, ...rows.map(({ field }) => field.length)));
  const width = Math.max(20, Math.floor((columns - names - 6) / 2));
  const [left, right] = sizes.map(
    ({ records, interactions }) => `records: ${records}, interactions: ${interactions}`,
  ) as [string, string];
  return [
    '',
    `${because}, ${(probability * 100).toFixed(1)} %`,
    `${''.padEnd(names)}   ${left.padEnd(width)}  ${right}`,
    ...rows.flatMap((row) => describeRow(row, names, width)),
    '',
    ...drawWaterfall(waterfall),
    '',
  ].join('\n');
}

function describeRow({ field, left, right }: Row, names: number, width: number): string[] {
  const text = (pieces: Row['left'][number] = []) => pieces.map(({ text: piece }) => piece).join('');
  const cut = (line: string) => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, line) => {
    const [ours, theirs] = [left[line], right[line]];
    const differs = [ours, theirs].some((pieces) => pieces?.some((piece) => piece.differs));
    const name = line === 0 ? field.slice(0, names) : '';
    return `${name.padEnd(names)} ${differs ? '≠' : ' '} ${cut(text(ours)).padEnd(width)}  ${cut(text(theirs))}`;
  });
}
