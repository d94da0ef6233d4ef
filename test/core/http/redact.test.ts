import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/core/redact.js';

describe('redact', () => {
  it('takes a secret out of any text', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/);
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        fc.pre(!before.includes(value) && !after.includes(value));
        return !redact(`${before}${value}${after}`, [value]).includes(value);
      }),
    );
  });

  it('keeps addresses without what follows the path', () => {
    expect(redact('see https://a.example/p/q?token=1#frag, then go')).toBe('see https://a.example/p/q then go');
  });

  it('is short and on one line, and takes hostile input in its stride', () => {
    expect(redact(`a\r\nb\u0007c ${'x'.repeat(1000)}`)).toHaveLength(301);
    const hostile = [
      'http://'.repeat(20_000),
      'eyJ'.repeat(40_000),
      `${'bearer '.repeat(20_000)}`,
      '?'.repeat(100_000),
    ];
    for (const text of hostile) expect(redact(text).length).toBeLessThanOrEqual(301);
  });
});
