import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { LabelledText } from '../../channels/listening/analysis/classifier/separation.js';
import { trainClassifier } from '../../channels/listening/analysis/classifier/train-classifier.js';
import { smallDetector } from '../../channels/listening/analysis/language/small-detector.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { fileBytes } from '../../core/table/read-file.js';
import { openTable } from '../files/input.js';
import { checkOutput, writeWholeFile } from '../files/output.js';
import { type Terminal, terminal } from '../terminal.js';

interface TrainFlags {
  text: string;
  label: string;
  out: string;
}

const examples = `
Examples:
  kenning train tickets.csv --text message --label topic --out topics.json
  kenning analyze posts.csv --text text --model topics.json --out signals.csv

MODEL holds no text, only numbers; the same file gives the same model. A fifth of the texts is kept back to say how good it
is and from where on a text is called unknown; then all are learned.`;

/** `kenning train`: learns to tell texts apart from examples. */
export function trainCommand(program: Command, signal: AbortSignal): void {
  program
    .command('train')
    .argument('<texts>', 'a table of texts with their labels')
    .description('learn from examples which label a text has')
    .requiredOption('--text <column>', 'the column with the texts')
    .requiredOption('--label <column>', 'the column with their labels')
    .requiredOption('--out <model>', 'write the model here')
    .addHelpText('after', examples)
    .action(async (path: string, flags: TrainFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await train(path, flags, terminal({ json, signal }));
    });
}

async function train(path: string, { text, label, out }: TrainFlags, screen: Terminal): Promise<void> {
  await checkOutput('--out', out, [path]);
  const texts = await readTexts(path, text, label, screen);
  const english = isEnglish(texts) ? await import('../../channels/listening/english/index.js') : undefined;
  screen.say(`Learning from ${texts.length} texts …`);
  const model = await trainClassifier(texts, {
    ...(english && { vectors: english.englishVectors() }),
    data: [{ name: basename(path), sha256: await hashOf(path, screen.signal), rows: texts.length }],
    signal: screen.signal,
  });
  await writeWholeFile(out, [`${JSON.stringify(model)}\n`], screen.signal);
  const { heldOut } = model.card;
  const kept = `${heldOut.texts} texts kept back: ${percent(heldOut.accuracy)} right, average recall ${percent(heldOut.averageRecall)}`;
  screen.print(`${model.labels.length} labels; ${kept}. Written to ${out}.`, {
    labels: model.labels,
    ...model.card,
    out,
  });
}

async function readTexts(path: string, text: string, label: string, screen: Terminal): Promise<LabelledText[]> {
  const { table, rejected } = await openTable(path, screen);
  const textPlace = columnPlace(table.header, text, path);
  const labelPlace = columnPlace(table.header, label, path);
  const texts: LabelledText[] = [];
  for await (const { line, cells } of table.rows()) {
    const example = { text: cells[textPlace] ?? '', label: cells[labelPlace] ?? '' };
    if (example.text === '' || example.label === '')
      rejected.add({ at: `line ${line}`, reason: `it has no ${example.text === '' ? text : label}` });
    else texts.push(example);
  }
  rejected.end();
  return texts;
}

const mostAsked = 500;

/** Whether most of the texts are English, so that English word vectors help. */
function isEnglish(texts: readonly LabelledText[]): boolean {
  const { detect } = smallDetector();
  const step = Math.max(1, Math.floor(texts.length / mostAsked));
  const asked = texts.filter((_, place) => place % step === 0);
  return asked.filter(({ text }) => detect(text) === 'en').length * 2 > asked.length;
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of await fileBytes(path, { signal })) hash.update(bytes);
  return hash.digest('hex');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
