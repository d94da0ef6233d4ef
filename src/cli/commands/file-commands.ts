import type { Command } from 'commander';
import { dedupeCommand } from './dedupe-command.js';
import { enrichCommand } from './enrich-command.js';
import { linkCommand } from './link-command.js';
import { scoreCommand } from './score-command.js';
import { spikesCommand } from './spikes-command.js';

/** The commands that work on files alone: link, dedupe, enrich, score, spikes. */
export function fileCommands(program: Command, signal: AbortSignal): void {
  linkCommand(program, signal);
  dedupeCommand(program, signal);
  enrichCommand(program, signal);
  scoreCommand(program, signal);
  spikesCommand(program, signal);
}
