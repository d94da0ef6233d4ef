import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { LabelledText } from '../src/channels/listening/analysis/classifier/separation.js';
import { trainClassifier } from '../src/channels/listening/analysis/classifier/train-classifier.js';
import { withCues } from '../src/channels/listening/analysis/intent/intent-cues.js';
import { targetWord } from '../src/channels/listening/analysis/intent/target-marker.js';
import { readEnglishVectors } from './read-english-vectors.js';

// Writes the built-in English intents: node --import ./bench/typescript.ts scripts/train-english-intents.ts
// They learn from scripts/english-intents, a file an intent and a text a line, where {t} stands for the target and {o} for
// another brand.
const folder = new URL('english-intents/', import.meta.url);
const out = new URL('../src/channels/listening/english/intents.json', import.meta.url);
const others = ['Acme', 'Nordika', 'Bluefin', 'Havelock', 'Zippa', 'Tallow', 'Marwick', 'Opsen'];
const cued = withCues();
const named = (line: string, target: string, other: string): string =>
  line.replaceAll('{t}', target).replaceAll('{o}', other);

const hash = createHash('sha256');
const examples: LabelledText[] = [];
let number = 0;
for (const file of readdirSync(folder).sort()) {
  const bytes = readFileSync(new URL(file, folder));
  hash.update(bytes);
  const label = file.replace('.txt', '');
  for (const line of bytes.toString('utf8').trim().split('\n')) {
    number += 1;
    const [other = '', unmarked = ''] = [others[number % others.length], others[(number + 3) % others.length]];
    examples.push({ label, text: named(line, targetWord, other) });
    // The same where no target was told, unless it is the target that tells which way somebody goes.
    if (line.includes('{t}') && !line.includes('{o}')) examples.push({ label, text: named(line, unmarked, other) });
  }
}
const model = await trainClassifier(
  examples.map(({ label, text }) => ({ label, text: cued(text) })),
  {
    vectors: readEnglishVectors(),
    mostFeatures: 12_000,
    data: [
      {
        name: 'Texts written for this model, about brands that are left open',
        sha256: hash.digest('hex'),
        rows: number,
        source: 'scripts/english-intents in the repository of kenning',
        licence: 'MIT',
      },
    ],
  },
);
writeFileSync(out, `${JSON.stringify(model)}\n`);
