/** How far something has come: a line that moves where a person looks on, else a line now and then. */
export interface Progress {
  (count: number): void;
  end(): void;
}

const everyMs = 100;
const sparselyEveryMs = 10_000;

export function progress(what: string): Progress {
  const { stderr } = process;
  let told = Date.now();
  let isShown = false;
  const tell = (count: number): void => {
    // The clock is asked rarely: a row takes less time than it does.
    if (count % 256 !== 0) return;
    const now = Date.now();
    if (now - told < (stderr.isTTY ? everyMs : sparselyEveryMs)) return;
    told = now;
    isShown = true;
    stderr.write(stderr.isTTY ? `\r\x1b[K${what}: ${count} rows` : `${what}: ${count} rows …\n`);
  };
  return Object.assign(tell, { end: () => void (isShown && stderr.isTTY && stderr.write('\r\x1b[K')) });
}
