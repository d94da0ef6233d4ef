import type { Command } from 'commander';
import { type Analysis, analyzer } from '../../channels/listening/analysis/analyzer.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { fileBytes } from '../../core/table/read-file.js';
import { readTable } from '../../core/table/read-table.js';
import { checkOutput, writeRowsFile } from '../files/output.js';
import { progress } from '../files/progress.js';
import { readClassifier } from '../files/read-classifier.js';
import { type Terminal, terminal } from '../terminal.js';

interface AnalyzeFlags {
  text: string;
  model?: string;
  target?: string[];
  out: string;
}

const header = ['language', 'sentiment', 'score', 'intent'];
/** Rows of posts may be long; what is longer gets a row without signals. */
const maxRecordBytes = 16 * 2 ** 20;

const examples = `
Examples:
  kenning analyze posts.csv --text text --out signals.csv
  kenning analyze posts.csv --text text --target Acme --target @acmehelp --out signals.csv
  kenning analyze posts.csv --text text --model topics.json --out signals.csv

Output: language,sentiment,score,intent; one row a post, in their order. The score goes from -1, surely negative, to 1,
surely positive. Sentiment is unsupported in languages without a measured model. With --model the intent is a label of that
model, or unknown where a text fits none; else one of complaint, question, praise, purchase-intent, feature-request, churn-risk,
spam and unknown in English, and empty in other languages. Say by --target what the brand is called that the posts are about:
who leaves it is then told from who comes to it. A row that can not be read gets an empty row.`;

/** `kenning analyze`: what do posts say? */
export function analyzeCommand(program: Command, signal: AbortSignal): void {
  program
    .command('analyze')
    .argument('<posts>', 'a table of posts')
    .description('find the language, the sentiment and the intent of posts')
    .requiredOption('--text <column>', 'the column with the texts')
    .option('--model <file>', 'a model that `kenning train` wrote, for the intents')
    .option('--target <name...>', 'names and handles of the brand that the posts are about')
    .requiredOption('--out <file>', 'write what was found here')
    .addHelpText('after', examples)
    .action(async (path: string, flags: AnalyzeFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await analyzePosts(path, flags, terminal({ json, signal }));
    });
}

async function analyzePosts(path: string, { text, model, target, out }: AnalyzeFlags, screen: Terminal): Promise<void> {
  const { say, signal } = screen;
  await checkOutput('--out', out, [path, ...(model === undefined ? [] : [model])]);
  const { english, englishVectors } = await import('../../channels/listening/english/index.js');
  const intent = model === undefined ? undefined : await readClassifier(model, englishVectors);
  const { analyze } = analyzer({
    languages: [english()],
    ...(intent && { intent }),
    ...(target && { targets: target }),
  });
  let unread: string[] = [];
  const table = await readTable(await fileBytes(path, { signal }), {
    name: path,
    maxRecordBytes,
    onRejected: ({ at, reason }) => void unread.push(`${path}, ${at}, can not be read: ${reason}`),
    signal,
  });
  const place = columnPlace(table.header, text, path);
  const tell = progress(path);
  let posts = 0;
  await writeRowsFile(out, { header, delimiter: table.delimiter }, signal, async (add) => {
    const addUnread = async (): Promise<void> => {
      for (const reason of unread) {
        say(reason);
        await add(header.map(() => ''));
      }
      unread = [];
    };
    for await (const { cells } of table.rows()) {
      await addUnread();
      await add(cellsOf(analyze(cells[place] ?? '')));
      posts += 1;
      tell(posts);
    }
    await addUnread();
  });
  tell.end();
  screen.print(`${posts} posts. Written to ${out}.`, { posts, out });
}

function cellsOf({ language, sentiment, score, intent = '' }: Analysis): string[] {
  return [language, sentiment, score === undefined ? '' : String(Number(score.toFixed(4))), intent];
}
