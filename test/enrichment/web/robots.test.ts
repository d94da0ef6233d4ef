import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayVisit, robotsOf } from '../../../src/enrichment/web/robots.js';

const may = (text: string, path: string) => mayVisit(robotsOf(text, 'kenning'), new URL(path, 'https://ann.example'));

describe('robots.txt', () => {
  it.each([
    ['nothing', '', '/', true],
    ['all is closed', 'User-agent: *\nDisallow: /', '/about', false],
    ['an empty rule closes nothing', 'User-agent: *\nDisallow:', '/', true],
    ['another visitor is meant', 'User-agent: OtherBot\nDisallow: /', '/', true],
    ['we are meant, in any case', 'user-agent: KENNING\ndisallow: /private # not for us', '/private/a', false],
    [
      'our group counts and not that of all',
      'User-agent: *\nDisallow: /\n\nUser-agent: kenning\nDisallow: /x',
      '/',
      true,
    ],
    ['two names share a group', 'User-agent: a\nUser-agent: kenning\nDisallow: /', '/', false],
    ['two groups of ours are one', 'User-agent: kenning\nDisallow: /a\nUser-agent: kenning\nDisallow: /b', '/b', false],
    ['the longest rule counts', 'User-agent: *\nDisallow: /\nAllow: /about', '/about', true],
    ['of two as long the one that allows', 'User-agent: *\nAllow: /page\nDisallow: /page', '/page', true],
    ['a star', 'User-agent: *\nDisallow: /*/private', '/a/b/private/c', false],
    ['an end', 'User-agent: *\nDisallow: /*.php$', '/a.php', false],
    ['an end that is none', 'User-agent: *\nDisallow: /*.php$', '/a.php?x', true],
    ['an end without a star', 'User-agent: *\nDisallow: /a$', '/ab', true],
    ['pieces do not overlap', 'User-agent: *\nDisallow: /ab*bc$', '/abc', true],
    ['letters beyond ASCII', 'User-agent: *\nDisallow: /über', '/über', false],
    ['lines of Windows and of old', 'User-agent: *\r\nDisallow: /a\rDisallow: /b', '/b', false],
  ])('%s', (_name, text, path, allowed) => {
    expect(may(text, path)).toBe(allowed);
  });

  it('tells the wait that it asks for, at most a day', () => {
    expect(robotsOf('User-agent: *\nCrawl-delay: 2.5', 'kenning').crawlDelayMs).toBe(2500);
    expect(robotsOf('User-agent: *\nCrawl-delay: 1e12', 'kenning').crawlDelayMs).toBe(86_400_000);
    expect(robotsOf('User-agent: *\nCrawl-delay: -1', 'kenning').crawlDelayMs).toBe(0);
  });

  it('matches as a pattern would, and is not slowed by many stars', () => {
    const letter = fc.constantFrom('a', 'b', '/');
    const text = (more: string[] = []) =>
      fc.array(more.length > 0 ? fc.constantFrom('a', 'b', '/', ...more) : letter, { maxLength: 8 });
    fc.assert(
      fc.property(text(['*']), fc.boolean(), text(), (rule, whole, path) => {
        const written = `/${rule.join('')}${whole ? '$' : ''}`;
        const to = `/${path.join('')}`;
        const pattern = new RegExp(`^/${rule.join('').replaceAll('*', '.*')}${whole ? '$' : ''}`);
        const url = { pathname: to, search: '' } as URL;
        expect(mayVisit({ rules: [{ allow: false, path: written }], crawlDelayMs: 0 }, url)).toBe(!pattern.test(to));
      }),
    );
    const stars = `/${'*a'.repeat(900)}$`;
    const url = { pathname: `/${'a'.repeat(100_000)}b`, search: '' } as URL;
    expect(mayVisit({ rules: [{ allow: false, path: stars }], crawlDelayMs: 0 }, url)).toBe(true);
  });
});
