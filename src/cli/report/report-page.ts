import type { IdentityReport } from '../../identity/report/identity-report.js';
import { graphs, pair } from './cluster-sections.js';
import type { Completeness } from './completeness.js';
import { blocking, columns } from './data-sections.js';
import { wholePage } from './page.js';
import { reportScript } from './report-script.js';
import { figures, scores, thresholds, weights } from './score-sections.js';
import { type ShownCells, shownData } from './shown-data.js';

/** What a page on a deduplication tells. */
export interface PageOptions {
  title: string;
  report: IdentityReport;
  completeness: readonly Completeness[];
  cells: ShownCells;
}

/** The page on a deduplication. */
export function reportPage({ title, report, completeness, cells }: PageOptions): string {
  const cut = Math.log2(report.linkAt / (1 - report.linkAt));
  return wholePage({
    title,
    figures: figures(report),
    sections: [
      scores(report, cut),
      thresholds(report, cut),
      pair(),
      graphs('Largest clusters', report.largest, cells.idOf),
      graphs('Weakest of the other clusters', report.weakest, cells.idOf),
      weights(report),
      columns(completeness, report.records),
      blocking(report),
    ],
    script: { code: reportScript, data: shownData(report.shown, cells) },
  });
}
