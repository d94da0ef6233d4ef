import { oneLine } from '../commands/describe.js';
import type { Terminal } from '../terminal.js';

/** What is to be told about the rows of a file: the first ones as they come, then only how many. */
export interface Notices<Notice> {
  add(notice: Notice): void;
  /** Says how many were not said one by one. */
  end(): void;
  /** The first ones, for a document. */
  first: readonly Notice[];
  count(): number;
}

const mostSaid = 20;
const mostKept = 1000;

export function notices<Notice>(
  say: Terminal['say'],
  what: string,
  describe: (notice: Notice) => string,
): Notices<Notice> {
  const first: Notice[] = [];
  let count = 0;
  return {
    add(notice) {
      count += 1;
      if (count <= mostSaid) say(oneLine(describe(notice), 300));
      if (count <= mostKept) first.push(notice);
    },
    end() {
      if (count > mostSaid) say(`${what}: ${count - mostSaid} more like these.`);
    },
    first,
    count: () => count,
  };
}
