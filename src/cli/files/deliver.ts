import type { Evaluation } from '../../identity/evaluate.js';
import type { Terminal } from '../terminal.js';
import type { Input } from './input.js';
import { type OutputTable, printTable, writeTableFile } from './output.js';

/** What a command has found. */
export interface Findings extends OutputTable {
  /** What the document says besides the rows. */
  summary: Readonly<Record<string, unknown>>;
  /** What the rows are called in the document. */
  listed: string;
  evaluation: Evaluation | undefined;
  inputs: readonly Pick<Input<unknown>, 'rejected' | 'warnings'>[];
}

/**
 * Writes what was found where it is wanted: as a table to a file or to the standard output, with `--json` a document on
 * the standard output, which holds the rows too unless they went to a file. What is for people goes to stderr.
 */
export async function deliver(
  findings: Findings,
  { out = '-', json, screen }: { out?: string | undefined; json: boolean; screen: Terminal },
): Promise<void> {
  const { evaluation, inputs, summary, listed } = findings;
  const { say, print, signal } = screen;
  const toFile = out !== '-';
  if (toFile) await writeTableFile(out, findings, signal);
  else if (!json) await printTable(findings, signal);
  if (evaluation) say(describeEvaluation(evaluation));
  if (toFile) say(`Written to ${out}.`);
  if (!json) return;
  const rejected = inputs.flatMap((input) => input.rejected.first);
  const warnings = inputs.flatMap((input) => input.warnings.first);
  print('', {
    ...summary,
    rejected: inputs.reduce((sum, input) => sum + input.rejected.count(), 0),
    ...(evaluation && { evaluation }),
    ...(toFile ? { out } : { [listed]: objectsOf(findings) }),
    rejectedRows: rejected,
    warnings,
  });
}

function describeEvaluation({ precision, recall, f1, correct, found, true: actual }: Evaluation): string {
  const [p, r, f] = [precision, recall, f1].map((share) => share.toFixed(4));
  return `precision ${p}  recall ${r}  F1 ${f}  (${correct} right of ${found} found; ${actual} to be found)`;
}

function objectsOf({ header, rows }: OutputTable): Record<string, string>[] {
  return Array.from(rows, (row) => Object.fromEntries(header.map((name, place) => [name, row[place] ?? ''])));
}
