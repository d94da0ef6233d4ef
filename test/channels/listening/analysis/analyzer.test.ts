import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/channels/listening/english/index.js';
import {
  analyzer,
  classifier,
  eldDetector,
  smallDetector,
  trainClassifier,
} from '../../../../src/channels/listening/index.js';
import { madeUpTexts } from './made-up-texts.js';

const { analyze } = analyzer({ languages: [english()] });

describe('an analyzer', () => {
  it('finds language and sentiment', () => {
    expect(analyze('I love this, it is wonderful! Thank you so much')).toMatchObject({
      language: 'en',
      sentiment: 'positive',
    });
    expect(analyze('This is awful, I hate it. The worst day ever')).toMatchObject({
      language: 'en',
      sentiment: 'negative',
    });
    expect(analyze('The meeting is on Monday at the office')).toMatchObject({ language: 'en', sentiment: 'neutral' });
  });

  it('does not guess in languages without a model', () => {
    expect(analyze('Ich finde das ganz schrecklich und bin nicht zufrieden')).toEqual({
      language: 'de',
      sentiment: 'unsupported',
    });
    expect(analyze('').sentiment).toBe('unsupported');
  });

  it('tells intents by a model of your own, in every language', async () => {
    const intent = classifier(await trainClassifier(madeUpTexts()));
    const own = analyzer({ languages: [english()], intent });
    expect(own.analyze('please refund the lamp').intent).toBe('refund');
    expect(own.analyze('purple clouds sing opera above Lisbon').intent).toBe('unknown');
  });

  it('refuses a sentiment model with other labels', async () => {
    const sentiment = classifier(await trainClassifier(madeUpTexts()));
    expect(() => analyzer({ languages: [{ language: 'en', sentiment }] })).toThrow('has others');
  });

  it('stays bounded on any text', () => {
    for (const text of ['x'.repeat(1_000_000), '\ud83d\ud83d', '😡'.repeat(10_000), '\u0000'])
      expect(analyze(text).language).toMatch(/^[a-z]{2,3}$/);
  });
});

describe('language detectors', () => {
  it('tell languages by scripts and common words', () => {
    const { detect } = smallDetector();
    expect(detect('Where are you going with that?')).toBe('en');
    expect(detect('Wo gehst du denn heute noch hin?')).toBe('de');
    expect(detect('今日はとても良い天気です')).toBe('ja');
    expect(detect('Где мой заказ?')).toBe('ru');
    expect(detect('12345 :-)')).toBe('und');
  });

  it('weigh what eld says by scripts and common words', () => {
    const { detect } = eldDetector({ detect: () => ({ getScores: () => ({ tl: 0.5, en: 0.49 }) }) });
    expect(detect('this is the one that I want')).toBe('en');
    expect(detect('أين طلبي')).toBe('ar');
    expect(eldDetector({ detect: () => ({ getScores: () => ({}) }) }).detect('zzz')).toBe('und');
  });
});
