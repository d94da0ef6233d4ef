import { createHash } from 'node:crypto';
import { element, type Markup } from './markup.js';
import { reportStyle } from './report-style.js';
import type { Section } from './section.js';

/** What stands on a page. */
export interface Page {
  title: string;
  /** Name and text. */
  figures: readonly (readonly [string, string])[];
  sections: readonly Section[];
  /** What runs in it, and the data that it reads. */
  script?: { code: string; data: unknown };
}

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** One page that holds all that it needs: only what stands in it runs, and it speaks with nobody. */
export function wholePage({ title, figures, sections, script }: Page): string {
  const policy = [
    "default-src 'none'",
    ...(script ? [`script-src ${hashed(script.code)}`] : []),
    `style-src ${hashed(reportStyle)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const body = [
    element('h1', {}, title),
    figureList(figures),
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
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${element('title', {}, title).markup}
<style>${reportStyle}</style>
${body.map(({ markup }) => markup).join('\n')}
${script ? scripts(script) : ''}</html>
`;
}

function figureList(figures: Page['figures']): Markup {
  return element(
    'dl',
    { class: 'figures' },
    figures.map(([name, text]) => element('div', {}, element('dt', {}, name), element('dd', {}, text))),
  );
}

/** A script of data ends at the first tag, so none stands in it. */
function scripts({ code, data }: NonNullable<Page['script']>): string {
  const text = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="data">${text}</script>\n<script>${code}</script>\n`;
}
