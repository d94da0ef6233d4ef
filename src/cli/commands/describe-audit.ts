import type { AuditFigures } from '../../adapters/audit/audit-book.js';
import type { AuditReport } from '../../adapters/audit/audit-report.js';
import { problems } from '../../adapters/audit/problems.js';
import type { OwnerTally, ProblemTally } from '../../adapters/audit/tally.js';
import { oneLine } from './describe.js';

const mostOwners = 10;
const mostExamples = 3;

/** An audit as people read it. Names of others are shown on one line and without signs that a terminal would obey. */
export function describeAudit(title: string, report: AuditReport, earlier: readonly AuditFigures[] = []): string {
  const { contacts, organizations, withProblems, unreadable, duplicates, staleness } = report;
  const before = earlier.at(-1);
  return [
    `${oneLine(title)}: ${counted(contacts)}${change(contacts, before?.contacts)}, ${number(organizations)} of them organizations.`,
    `${share(withProblems, contacts)} have a problem of their own.${unreadable > 0 ? ` ${number(unreadable)} could not be read whole.` : ''}`,
    ...(before ? [`Changes are since ${before.at.slice(0, 10)}.`] : []),
    '',
    'What to mend first',
    ...(report.problems.length === 0 ? ['  Nothing was found.'] : []),
    ...report.problems.flatMap((tally, place) => describeProblem(tally, place + 1, contacts, before)),
    '',
    'Duplicates',
    `  ${duplicates.isEstimate ? 'About ' : ''}${counted(duplicates.expected)} ${duplicates.expected === 1 ? 'is' : 'are'} most likely there twice${change(duplicates.expected, before?.duplicates)}; ${duplicates.isEstimate ? `estimated from ${number(duplicates.compared)} that were compared` : `${number(duplicates.compared)} ${duplicates.compared === 1 ? 'was' : 'were'} compared`}.`,
    ...duplicates.examples.slice(0, mostExamples).map((ids) => `  for example ${oneLine(ids.join(' = '))}`),
    '',
    'What is filled in',
    ...report.fill.map(
      ({ field, filled }) =>
        `  ${field.padEnd(16)}${share(filled, contacts).padStart(7)}${pointsSince(filled, contacts, before, field)}`,
    ),
    '',
    'Age',
    staleness.known === 0
      ? '  Nobody knows when these contacts were changed or spoken with.'
      : `  Of ${number(staleness.known)} it is known: ${staleness.over.map(({ months, contacts: old }) => `${number(old)} for ${months} months or more`).join(', ')} neither changed nor spoken with.`,
    ...describeOwners(report.owners),
  ].join('\n');
}

function describeProblem(
  { problem, contacts: count, examples }: ProblemTally,
  place: number,
  contacts: number,
  before: AuditFigures | undefined,
): string[] {
  const { means, toDo } = problems[problem];
  const hints = examples.map(({ contact, hint }) => oneLine(hint ? `${contact} (${hint})` : contact));
  return [
    `${String(place).padStart(3)}. ${number(count)} (${share(count, contacts)}) ${means}${change(count, before && (before.problems[problem] ?? 0))}`,
    `     ${toDo}`,
    `     for example ${hints.join(', ')}`,
  ];
}

function describeOwners(owners: readonly OwnerTally[]): string[] {
  if (owners.length < 2) return [];
  return [
    '',
    'By owner',
    ...owners.slice(0, mostOwners).map(
      ({ owner, contacts, withProblems, worst }) =>
        `  ${oneLine(owner ?? '(nobody)')
          .slice(0, 30)
          .padEnd(
            31,
          )}${share(withProblems, contacts).padStart(7)} of ${number(contacts)} have a problem${worst ? `; first ${worst}` : ''}`,
    ),
    ...(owners.length > mostOwners ? [`  and ${owners.length - mostOwners} more; --json lists all`] : []),
  ];
}

const counted = (contacts: number): string => `${number(contacts)} contact${contacts === 1 ? '' : 's'}`;

const number = (count: number): string => count.toLocaleString('en-US');

function share(count: number, of: number): string {
  return of === 0 ? '0 %' : `${((count / of) * 100).toFixed(1)} %`;
}

function change(now: number, before: number | undefined): string {
  return before === undefined || before === now
    ? ''
    : ` (${now > before ? '+' : '−'}${number(Math.abs(now - before))})`;
}

function pointsSince(filled: number, contacts: number, before: AuditFigures | undefined, field: string): string {
  if (!before || before.contacts === 0 || contacts === 0) return '';
  const points = (filled / contacts - (before.filled[field] ?? 0) / before.contacts) * 100;
  return Math.abs(points) < 0.05 ? '' : `  ${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`;
}
