import { basename } from 'node:path';
import { analyzer } from '../../channels/listening/analysis/analyzer.js';
import { listeningReport } from '../../channels/listening/report/listening-report.js';
import type { ReportedPost } from '../../channels/listening/report/reported-post.js';
import { KenningError } from '../../core/errors.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { oneLine } from '../commands/describe.js';
import { atOnce } from '../files/at-once.js';
import { openTable } from '../files/input.js';
import { checkOutput, writeWholeFile } from '../files/output.js';
import { progress } from '../files/progress.js';
import { readClassifier } from '../files/read-classifier.js';
import { rowTimes } from '../spikes/row-times.js';
import type { Terminal } from '../terminal.js';
import { postsPage } from './posts-page.js';

export interface PostsFlags {
  out: string;
  text: string;
  timestamp: string;
  zone: string;
  model?: string;
  voice: Record<string, string>;
  target?: string[];
}

/** Of longer posts, this much is kept. */
const longest = 4000;

/** Draws what the posts of a file come to. */
export async function reportPosts(path: string, flags: PostsFlags, screen: Terminal): Promise<void> {
  const { out, model, voice, target } = flags;
  await checkOutput('--out', out, [path, ...(model === undefined ? [] : [model])]);
  const { english, englishVectors } = await import('../../channels/listening/english/index.js');
  const classifier = model === undefined ? undefined : await readClassifier(model, englishVectors);
  const { analyze } = analyzer({ languages: [english()], ...(target && { targets: target }) });
  const read = (text: string): Omit<ReportedPost, 'at'> => {
    const { language, sentiment, intent } = analyze(text);
    const found = classifier?.classify(text);
    return {
      text,
      language,
      sentiment,
      ...(intent !== undefined && { intent }),
      ...(found && { label: found.isUnknown ? 'unknown' : found.label }),
    };
  };
  const posts = await readPosts(path, flags, read, screen);
  if (posts.length === 0) throw new KenningError('invalid', `${path} holds no posts that can be read.`);
  screen.say(`Telling what ${posts.length} posts are of …`);
  const drawn = await atOnce(() => listeningReport(posts, voice, { en: englishVectors() }), screen.signal);
  await writeWholeFile(out, [postsPage(`kenning report: ${oneLine(basename(path))}`, drawn)], screen.signal);
  const { voices, topics, intents, labels, hashtags, storms } = drawn;
  screen.print(`${posts.length} posts, ${storms.length} storms and waves. Drawn in ${out}.`, {
    posts: posts.length,
    voices,
    // Figures alone: what posts say stays in the page.
    topics: { ...topics, found: topics.found.map(({ examples, ...figures }) => figures) },
    intents,
    labels,
    hashtags,
    storms,
    out,
  });
}

async function readPosts(
  path: string,
  flags: PostsFlags,
  read: (text: string) => Omit<ReportedPost, 'at'>,
  screen: Terminal,
): Promise<ReportedPost[]> {
  const { table, rejected } = await openTable(path, screen);
  const textPlace = columnPlace(table.header, flags.text, path);
  const timePlace = columnPlace(table.header, flags.timestamp, path);
  const timeOf = rowTimes(flags);
  const tell = progress(path);
  const posts: ReportedPost[] = [];
  for await (const { line, cells } of table.rows()) {
    const time = timeOf(cells[timePlace] ?? '');
    if ('reason' in time) {
      rejected.add({ at: `line ${line}`, reason: time.reason });
      continue;
    }
    posts.push({ at: time.at, ...read((cells[textPlace] ?? '').slice(0, longest)) });
    tell(posts.length);
  }
  tell.end();
  rejected.end();
  return posts.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}
