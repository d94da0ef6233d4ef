import type { QueryDialect } from '../../../../../src/core/model/query-dialect.js';

/** X's recent search: words side by side bind more than OR, groups are not negated, `lang:` needs something beside it. */
export const x: QueryDialect = {
  source: 'https://docs.x.com/x-api/posts/search/integrate/build-a-query',
  checkedOn: '2026-11-22',
  maxLength: 512,
  or: ' OR ',
  groups: true,
  not: '-',
  forms: {
    word: { as: '%s' },
    phrase: { as: '"%s"' },
    emoji: { as: '%s' },
    tag: { as: '#%s' },
    mention: { as: '@%s' },
    cashtag: { as: '$%s' },
    author: { as: 'from:%s' },
    url: { as: 'url:"%s"', more: true },
    site: { as: 'url:"%s"', more: true },
    lang: { as: 'lang:%s', notAlone: true },
  },
};

/** Reddit stems words, so that none is excluded. */
export const reddit: QueryDialect = {
  source: 'https://support.reddithelp.com/hc/articles/19696541895316',
  checkedOn: '2026-11-22',
  maxLength: 512,
  or: ' OR ',
  groups: true,
  not: 'NOT ',
  forms: { word: { as: '%s', more: true }, phrase: { as: '"%s"', more: true }, author: { as: 'author:%s' } },
};

/** YouTube knows alternatives that bind more than words side by side, and no groups. */
export const youtube: QueryDialect = {
  source: 'https://developers.google.com/youtube/v3/docs/search/list',
  checkedOn: '2026-11-22',
  maxLength: 300,
  or: '|',
  orBindsMore: true,
  forms: { word: { as: '%s', more: true } },
};
