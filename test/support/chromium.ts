import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = '/usr/bin/chromium';

/** Why no Chromium can be started here; undefined when one can. */
export function whyNoChromium(): string | undefined {
  return existsSync(program) ? undefined : 'chromium is not installed';
}

export interface Chromium {
  open(url: string): Promise<void>;
  /** The value of an expression in the page, as JSON. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Waits until an expression holds in the page. */
  until(expression: string): Promise<void>;
  /** Presses a key as a person does. */
  press(key: string): Promise<void>;
  /** Addresses that pages have asked for. */
  readonly requested: string[];
  /** What pages have complained of: errors, and what a policy has forbidden. */
  readonly complaints: string[];
  stop(): Promise<void>;
}

/** Starts a real Chromium without a window and drives it by its DevTools protocol. */
export async function startChromium(): Promise<Chromium> {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-chromium-'));
  const child = spawn(
    program,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const browser = await addressOf(child);
  const pages = (await (await fetch(`http://${new URL(browser).host}/json/list`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const address = pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl;
  if (!address) throw new Error('Chromium shows no page.');
  const socket = new WebSocket(address);
  await once(socket, 'open');

  const [requested, complaints]: string[][] = [[], []];
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result, error } = JSON.parse(String(data));
    if (method === 'Network.requestWillBeSent') requested?.push(params.request.url);
    if (method === 'Runtime.exceptionThrown') complaints?.push(params.exceptionDetails.text);
    if (method === 'Log.entryAdded') complaints?.push(params.entry.text);
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  });
  const call = <Result>(method: string, params: object = {}): Promise<Result> =>
    new Promise<unknown>((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      socket.send(JSON.stringify({ id: calls, method, params }));
    }) as Promise<Result>;
  for (const domain of ['Network', 'Runtime', 'Log', 'Page']) await call(`${domain}.enable`);

  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const { result, exceptionDetails } = await call<{ result: { value: Value }; exceptionDetails?: { text: string } }>(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
    );
    if (exceptionDetails) throw new Error(`${exceptionDetails.text} in ${expression}`);
    return result.value;
  };
  return {
    requested: requested ?? [],
    complaints: complaints ?? [],
    evaluate,
    async open(url) {
      await call('Page.navigate', { url });
    },
    async until(expression) {
      for (let tries = 0; tries < 200; tries += 1) {
        if (await evaluate(expression)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`It never came true: ${expression}`);
    },
    async press(key) {
      await call('Input.dispatchKeyEvent', { type: 'keyDown', key });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', key });
    },
    async stop() {
      socket.close();
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('Chromium tells nothing.');
  for await (const line of createInterface({ input: child.stderr })) {
    const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address) {
      // What it says later is read and dropped, or it would wait for a reader.
      child.stderr.resume();
      return address;
    }
  }
  throw new Error('Chromium ended before it could be reached.');
}
