import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AuditReport } from '../../adapters/audit/audit-report.js';
import { type AuditFinding, problems } from '../../adapters/audit/problems.js';
import { audit } from '../../adapters/audit.js';
import { csv } from '../../adapters/crms/csv/index.js';
import { auditTools } from '../../audit-tools.js';
import { systemClock } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import { matcher } from '../../identity/matcher/matcher.js';
import type { Kenning } from '../../kenning-contract.js';
import { columnChoice } from '../files/options.js';
import { checkOutput, writeRowsFile } from '../files/output.js';
import { progress } from '../files/progress.js';
import { type Terminal, terminal } from '../terminal.js';
import { describeAudit } from './describe-audit.js';
import { personOf, withinApp } from './within.js';

interface AuditFlags {
  out?: string;
  id?: string;
  column: Record<string, string>;
  acknowledge: boolean;
  by?: string;
  note?: string;
}

const examples = `
Examples:
  kenning audit contacts.csv
  kenning audit contacts.csv --out findings.csv --json
  kenning audit sales                         a CRM of the configuration; without a name, all of them
  kenning audit sales --acknowledge --by "Ann Brown" --note "duplicates are merged in May"

Findings: contact,field,problem,hint,to_do; one row for each. Of values no more is shown than is needed to find them.`;

/** `kenning audit`: how do the data of a CRM or a contact list stand? */
export function auditCommand(program: Command, signal: AbortSignal): void {
  program
    .command('audit')
    .argument('[crm-or-file]', 'a contact list, or the name of a CRM in the configuration; else every CRM there')
    .description('what is filled in, wrong, contradictory, stale or there twice, and what to mend first')
    .option('--out <file>', 'write each finding here, as CSV')
    .option('--id <column>', 'of a file: the column with the ids; else it is found')
    .option('--column <header=kind>', 'of a file: what a column holds (repeatable)', columnChoice, {})
    .option('--acknowledge', 'say that the last audit was read, so that the CRM may be written into', false)
    .option('--by <name>', 'who acknowledges; else the user of this machine')
    .option('--note <text>', 'what is to be done about it')
    .addHelpText('after', examples)
    .action(async (what: string | undefined, flags: AuditFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      const isFile = what !== undefined && (await stat(what).catch(() => undefined))?.isFile();
      if (isFile) return auditFile(what, flags, terminal({ json, signal }));
      if (what !== undefined && /[/\\]|\.(csv|tsv|txt)$/i.test(what))
        throw new KenningError('not-found', `There is no file ${what}.`);
      return withinApp(program, signal)((app, screen) => auditApp(app, what, flags, screen));
    });
}

async function auditFile(file: string, flags: AuditFlags, screen: Terminal): Promise<void> {
  if (flags.acknowledge)
    throw new KenningError(
      'invalid',
      'A file alone is not written into, so there is nothing to acknowledge. Name a CRM.',
    );
  const { id, column, out } = flags;
  const adapter = csv({ file, columns: column, maxBytes: 500_000_000, ...(id !== undefined && { id }) });
  const report = await withFindings(out, [file], screen, (call) =>
    audit({ ...call, adapter, tools: auditTools(matcher()), clock: systemClock }),
  );
  screen.print(describeAudit(file, report), report);
}

async function auditApp(app: Kenning, what: string | undefined, flags: AuditFlags, screen: Terminal): Promise<void> {
  const { print } = screen;
  const { acknowledge, note, out } = flags;
  const crms = what === undefined ? (await app.status()).crms.map(({ name }) => name) : [what];
  if (crms.length === 0)
    throw new KenningError('invalid', 'No CRM is configured. Name a contact list: kenning audit FILE.');
  if (crms.length > 1 && (acknowledge || out !== undefined))
    throw new KenningError('invalid', `Name the CRM that is meant: ${crms.join(', ')}.`);
  for (const crm of crms) {
    if (acknowledge) {
      const said = await app.acknowledgeAudit({ crm, by: personOf(flags), ...(note !== undefined && { note }) });
      print(`${said.by} has acknowledged the audit of ${said.of}: "${crm}" may be written into.`, { crm, ...said });
      continue;
    }
    const report = await withFindings(out, [], screen, (call) => app.audit({ ...call, crm }));
    const next = report.acknowledged
      ? `Acknowledged by ${report.acknowledged.by} on ${report.acknowledged.at.slice(0, 10)}.`
      : `Nothing is written into it before a person says that this is known: kenning audit ${crm} --acknowledge --by NAME`;
    print(`${describeAudit(crm, report, report.earlier)}\n\n${next}`, report);
  }
}

interface FindingsCall {
  onFinding?: (finding: AuditFinding) => void | Promise<void>;
  onProgress: (contacts: number) => void;
  signal: AbortSignal;
}

/** Makes an audit whose findings go into a file as they come. */
async function withFindings<Report extends AuditReport>(
  out: string | undefined,
  inputs: readonly string[],
  { say, signal }: Terminal,
  work: (call: FindingsCall) => Promise<Report>,
): Promise<Report> {
  const told = progress('Auditing');
  let before = 0;
  const onProgress = (contacts: number) => {
    for (; before < contacts; before += 1) told(before);
  };
  const call = { onProgress, signal };
  if (out === undefined) return work(call).finally(told.end);
  await checkOutput('--out', out, inputs);
  const header = ['contact', 'field', 'problem', 'hint', 'to_do'];
  const report = await writeRowsFile(out, { header }, signal, (add) =>
    work({ ...call, onFinding: (finding) => add(rowOf(finding)) }),
  ).finally(told.end);
  say(`Findings are written to ${out}.`);
  return report;
}

function rowOf({ contact, field, problem, hint = '' }: AuditFinding): string[] {
  return [contact, field, problem, hint, problems[problem].toDo];
}
