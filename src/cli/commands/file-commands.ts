import type { Command } from 'commander';
import { dedupeCommand } from './dedupe-command.js';
import { enrichCommand } from './enrich-command.js';
import { linkCommand } from './link-command.js';
import { modelCommand } from './model-command.js';
import { reportCommand } from './report-command.js';
import { scoreCommand } from './score-command.js';
import { spikesCommand } from './spikes-command.js';

/** The commands that work on files alone: link, dedupe, enrich, report, score, model, spikes. */
export function fileCommands(program: Command, signal: AbortSignal): void {
  linkCommand(program, signal);
  dedupeCommand(program, signal);
  enrichCommand(program, signal);
  reportCommand(program, signal);
  scoreCommand(program, signal);
  modelCommand(program, signal);
  spikesCommand(program, signal);
}
