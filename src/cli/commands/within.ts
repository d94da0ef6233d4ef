import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Kenning } from '../../kenning-contract.js';
import { appOf } from '../config.js';
import { type Terminal, terminal } from '../terminal.js';

/** What a command does with the app that its configuration describes. */
export type Work = (app: Kenning, terminal: Terminal) => Promise<void>;

/** Runs work on the app of the configuration, and closes it. */
export function withinApp(program: Command, signal: AbortSignal): (work: Work) => Promise<void> {
  return async (work) => {
    const { config, json } = program.opts<{ config?: string; json: boolean }>();
    const app = await appOf(config);
    try {
      await work(app, terminal({ json, signal }));
    } finally {
      await app.close();
    }
  };
}

/** What may name somebody on the command line. */
export const meaning = 'an id, an e-mail address, a phone number, a handle or a link';

/** Who gives the command: who is named, else the user of this machine. */
export function personOf({ by }: { by?: string }): string {
  return by ?? userInfo().username;
}
