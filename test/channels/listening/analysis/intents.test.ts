import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { targetMarker } from '../../../../src/channels/listening/analysis/intent/target-marker.js';
import { wordPatterns } from '../../../../src/channels/listening/analysis/intent/word-patterns.js';
import { english } from '../../../../src/channels/listening/english/index.js';
import { analyzer } from '../../../../src/channels/listening/index.js';

interface Row {
  intent: string;
  target: string;
  text: string;
}

// Written before the texts that the model learned from, about other brands.
const path = new URL('../../../fixtures/intents/made-up-brands.csv', import.meta.url);
const rows: Row[] = parse(readFileSync(path), { columns: true });
const { intent } = english();
const told = rows.map(({ target, text }) => intent?.find(targetMarker([target])(text)));
const intents = [...new Set(rows.map((row) => row.intent))].filter((name) => name !== 'none');

describe('the built-in English intents', () => {
  it.each(intents)('tell %s from texts that want nothing', (name) => {
    const count = (of: string): number => rows.filter((row, at) => row.intent === of && told[at] === name).length;
    const all = rows.filter((row) => row.intent === name).length;
    expect(all).toBe(100);
    expect(count(name) / (count(name) + count('none'))).toBeGreaterThanOrEqual(0.8);
    expect(count(name) / all).toBeGreaterThanOrEqual(0.5);
  });

  it('tell who leaves the target from who comes to it', () => {
    const text = 'I am switching from Harbick to Lowen';
    const of = (target: string) => analyzer({ languages: [english()], targets: [target] }).analyze(text).intent;
    expect(of('Harbick')).toBe('churn-risk');
    expect(of('Lowen')).not.toBe('churn-risk');
  });

  it('stay bounded on any text', () => {
    const { analyze } = analyzer({ languages: [english()], targets: ['Harbick', '(a+)+$'] });
    for (const text of [
      'x'.repeat(1_000_000),
      'leaving '.repeat(125_000),
      'a'.repeat(50_000),
      '',
      '\ud83d',
      '🎁'.repeat(10_000),
    ])
      expect(typeof analyze(`the ${text}`).language).toBe('string');
  });
});

describe('a target', () => {
  it('stands for each of its names, alone or behind a sign', () => {
    const mark = targetMarker(['Oat & Co.', 'oatco', '日本']);
    expect(mark("Oat & Co. is @OatCo, #oatco's and $OATCO")).toBe('ourbrand is ourbrand, ourbrand and ourbrand');
    expect(mark('oatcoast and float')).toBe('oatcoast and float');
    expect(targetMarker([])('Oat')).toBe('Oat');
  });
});

describe('patterns of words', () => {
  it('are found with so many words between as they allow', () => {
    const find = wordPatterns(['leav*|quit 1 it', 'never']);
    const found = (text: string) => [...find(text.split(' '))];
    expect(found('leaving it')).toEqual([0]);
    expect(found('quit all it never')).toEqual([0, 1]);
    expect(found('quit one two it')).toEqual([]);
    expect(found('leaving')).toEqual([]);
  });
});
