import { readFileSync } from 'node:fs';
import { fromBase64 } from '../src/channels/listening/analysis/classifier/base64.js';
import { type WordVectors, wordVectors } from '../src/channels/listening/analysis/classifier/word-vectors.js';

/** The word vectors of the built-in English models, as they lie beside them. */
export function readEnglishVectors(): WordVectors {
  const path = new URL('../src/channels/listening/english/vectors.json', import.meta.url);
  const table: { id: string; dimensions: number; pieces: string; values: string } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const values = new Int8Array((fromBase64(table.values) ?? new Uint8Array()).buffer);
  return wordVectors({ ...table, pieces: table.pieces.split('\n'), values });
}
