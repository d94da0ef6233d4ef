import { afterAll, describe, expect, it } from 'vitest';
import { isKenningError } from '../../../../src/core/errors.js';
import { stepCounter } from './count-steps.js';
import { hardPieces } from './hard-pieces.js';

const counter = await stepCounter();
afterAll(counter.end);
const { queryMatcher } = await import('../../../../src/channels/listening/query/match/query-matcher.js');
const { parseQuery } = await import('../../../../src/channels/listening/query/parse-query.js');
const { scanText } = await import('../../../../src/channels/listening/query/scan-text.js');

function attempt(text: string): void {
  try {
    parseQuery(text);
  } catch (error) {
    if (!isKenningError(error)) throw error;
  }
}

/** Four times as long takes about four times the steps; what goes back again and again takes sixteen times. */
async function expectLinear(work: (length: number) => () => void): Promise<void> {
  const short = work(1500);
  const long = work(6000);
  // What is made once, such as tables, is made before.
  short();
  const few = await counter.steps(short);
  expect(await counter.steps(long)).toBeLessThan(few * 8 + 1000);
}

const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

describe('steps grow with the length and no faster', () => {
  it.each(hardPieces)('of the parser over %j', async (piece) => {
    await expectLinear((length) => {
      const text = repeated(piece, length);
      return () => attempt(text);
    });
    await expectLinear((length) => {
      const text = `x ${repeated(piece, length)} y`;
      return () => attempt(text);
    });
  });

  it.each(hardPieces)('of the tokenizer over %j', async (piece) => {
    await expectLinear((length) => {
      const text = repeated(piece, length);
      return () => void scanText(text, 0, () => {});
    });
  });

  it.each(hardPieces)('of the matcher over %j', async (piece) => {
    const queries = [
      'a',
      '"a a a b"',
      'a NEAR/9 (b OR a NEAR/3 c)',
      '"a b c"~50',
      '{A} OR raw:"a b"',
      '漢字* ab*',
      '*aa',
    ];
    await expectLinear((length) => {
      const matcher = queryMatcher();
      for (const query of queries) matcher.add(query, query);
      const text = repeated(piece, length);
      return () => void matcher.match({ text, title: text });
    });
  });
});
