import { createHash } from 'node:crypto';
import type { IdentityReport } from '../../identity/report/identity-report.js';
import { graphs, pair } from './cluster-sections.js';
import type { Completeness } from './completeness.js';
import { blocking, columns } from './data-sections.js';
import { element } from './markup.js';
import { reportScript } from './report-script.js';
import { reportStyle } from './report-style.js';
import { figures, scores, thresholds, weights } from './score-sections.js';
import { type ShownCells, shownData } from './shown-data.js';

/** What a page tells. */
export interface PageOptions {
  title: string;
  report: IdentityReport;
  completeness: readonly Completeness[];
  cells: ShownCells;
}

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only what stands in the page runs, and it speaks with nobody. */
const policy = [
  "default-src 'none'",
  `script-src ${hashed(reportScript)}`,
  `style-src ${hashed(reportStyle)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** One page that holds all that it needs. */
export function reportPage({ title, report, completeness, cells }: PageOptions): string {
  const cut = Math.log2(report.linkAt / (1 - report.linkAt));
  const nameOf = (row: number): string => cells.idOf(row);
  const sections = [
    scores(report, cut),
    thresholds(report, cut),
    pair(),
    graphs('Largest clusters', report.largest, nameOf),
    graphs('Weakest of the other clusters', report.weakest, nameOf),
    weights(report),
    columns(completeness, report.records),
    blocking(report),
  ];
  const body = [
    element('h1', {}, title),
    figures(report),
    element(
      'nav',
      { 'aria-label': 'Parts' },
      sections.map(({ id, name }) => element('a', { href: `#${id}` }, name)),
    ),
    element(
      'main',
      {},
      sections.map(({ id, name, content }) =>
        element('section', { 'aria-labelledby': id }, element('h2', { id }, name), content),
      ),
    ),
  ];
  // A script of data ends at the first tag, so none stands in it.
  const data = JSON.stringify(shownData(report.shown, cells)).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${element('title', {}, title).markup}
<style>${reportStyle}</style>
${body.map(({ markup }) => markup).join('\n')}
<script type="application/json" id="data">${data}</script>
<script>${reportScript}</script>
</html>
`;
}
