import { readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { KenningError } from './core/errors.js';
import { withLock } from './core/files/lock-file.js';
import type { TokenStore } from './core/http/oauth/token-store.js';
import { tokensSchema } from './core/http/oauth/tokens.js';

/** Secrets of one machine: in a file that nobody but its owner may read. */
export interface Secrets {
  /**
   * A password or key by its name.
   *
   * @throws `auth` when there is none of this name; `forbidden` when others may read the file
   */
  get(name: string): string;
  /** Tokens of sign-ins, renewed by one process at a time. */
  readonly tokens: TokenStore;
  /** Keeps a password or key. */
  set(name: string, value: string): Promise<void>;
}

const kept = z.object({
  values: z.record(z.string(), z.string()).default({}),
  tokens: z.record(z.string(), tokensSchema).default({}),
});
type Kept = z.infer<typeof kept>;

/**
 * Secrets in a file, for scripts and one machine: servers take theirs from where the platform keeps them, and tokens with
 * `storedTokens`. The file is written in one step, with mode 0600.
 *
 * @param options.file defaults to `.kenning/secrets.json` in the working directory
 * @throws KenningError `invalid` when it can not be understood
 * @example
 * const kept = secrets();
 * const brand = bluesky({ identifier: 'harborbikes.example', password: kept.get('brand.password') });
 */
export function secrets(options: { file?: string } = {}): Secrets {
  const file = resolve(options.file ?? '.kenning/secrets.json');

  async function change<Result>(work: (present: Kept) => Promise<Result> | Result): Promise<Result> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return withLock(file, async () => {
      const present = parse(file, await readFile(file, 'utf8').catch(absent));
      const result = await work(present);
      const temporary = `${file}.tmp`;
      await writeFile(temporary, `${JSON.stringify(present, undefined, 2)}\n`, { mode: 0o600 });
      // One that lay there before keeps its mode.
      await chmod(temporary, 0o600);
      await rename(temporary, file);
      return result;
    });
  }

  return {
    get(name) {
      const { values } = read(file);
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value !== undefined) return value;
      throw new KenningError(
        'auth',
        `${file} holds no "${name}". Run \`kenning init\`, or put it there under "values".`,
      );
    },
    set: (name, value) =>
      change((present) => {
        present.values[name] = value;
      }),
    tokens: {
      read: async (key) => {
        const { tokens } = read(file);
        return Object.hasOwn(tokens, key) ? tokens[key] : undefined;
      },
      update: (key, renew, { signal = new AbortController().signal } = {}) =>
        change(async (present) => {
          signal.throwIfAborted();
          const tokens = await renew(Object.hasOwn(present.tokens, key) ? present.tokens[key] : undefined, signal);
          if (tokens) present.tokens[key] = tokens;
          else delete present.tokens[key];
          return tokens;
        }),
    },
  };
}

function read(file: string): Kept {
  let text: string | undefined;
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new KenningError('forbidden', `Others on this machine may read ${file}. Say \`chmod 600 ${file}\`.`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    text = absent(error);
  }
  return parse(file, text);
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

function parse(file: string, text: string | undefined): Kept {
  try {
    return kept.parse(text === undefined ? {} : JSON.parse(text));
  } catch {
    // What the parser says may quote a secret.
    throw new KenningError('invalid', `${file} is no file of secrets. Move it away and run \`kenning init\`.`);
  }
}
