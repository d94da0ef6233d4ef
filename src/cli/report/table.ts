import { element, type Markup } from './markup.js';

/** A table behind a line that opens it, for those who read figures better than pictures, or cannot see these. */
export function foldedTable(caption: string, header: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return element(
    'details',
    {},
    element('summary', {}, `${caption} as a table`),
    element(
      'div',
      { class: 'wide' },
      element(
        'table',
        {},
        element('caption', {}, caption),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            header.map((name) => element('th', { scope: 'col' }, name)),
          ),
        ),
        element(
          'tbody',
          {},
          rows.map(([first = '', ...rest]) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, first),
              rest.map((cell) => element('td', {}, cell)),
            ),
          ),
        ),
      ),
    ),
  );
}
