import type { Observed } from '../../core/model/observed.js';
import type { Page } from '../../core/page.js';

const sizeOf = ({ items, rejected }: Page<Observed>) => items.length + rejected.length;

/**
 * Reads pages ahead of whoever takes them, and gives all that wait as one page. When so many items wait it asks for no
 * more until they are taken: the source has to wait, and memory stays bounded by `most` and one page.
 *
 * Ends when the source ends or `ending` aborts, and throws what the source throws, each after what was read by then. The
 * signal that the source is opened with aborts when nobody takes its pages any more.
 */
export async function* pageQueue(
  open: (signal: AbortSignal) => AsyncIterable<Page<Observed>>,
  most: number,
  ending: AbortSignal,
): AsyncGenerator<Page<Observed>, void, void> {
  const connection = new AbortController();
  let waiting: Page<Observed>[] = [];
  let size = 0;
  let over = false;
  let failed: { error: unknown } | undefined;
  let wakeReader = () => {};
  let wakeTaker = () => {};
  const end = () => {
    over = true;
    connection.abort(ending.reason);
    wakeReader();
    wakeTaker();
  };

  async function read(): Promise<void> {
    try {
      for await (const page of open(connection.signal)) {
        if (over) return;
        waiting.push(page);
        size += sizeOf(page);
        wakeTaker();
        if (size >= most)
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
        if (over) return;
      }
    } catch (error) {
      if (!over) failed = { error };
    } finally {
      end();
    }
  }

  ending.addEventListener('abort', end, { once: true });
  if (ending.aborted) end();
  else void read();
  try {
    for (;;) {
      if (waiting.length > 0) {
        const pages = waiting;
        waiting = [];
        size = 0;
        wakeReader();
        yield pages.length === 1 ? (pages[0] as Page<Observed>) : merged(pages);
      } else if (over) break;
      else
        await new Promise<void>((resolve) => {
          wakeTaker = resolve;
        });
    }
  } finally {
    ending.removeEventListener('abort', end);
    end();
  }
  if (failed) throw failed.error;
}

function merged(pages: readonly Page<Observed>[]): Page<Observed> {
  const next = pages.findLast((page) => page.next)?.next;
  return {
    items: pages.flatMap(({ items }) => items),
    rejected: pages.flatMap(({ rejected }) => rejected),
    ...(next && { next }),
  };
}
