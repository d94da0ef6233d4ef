import { basename } from 'node:path';
import { analyzer } from '../../channels/listening/analysis/analyzer.js';
import { listeningReport } from '../../channels/listening/report/listening-report.js';
import type { ReportedPost } from '../../channels/listening/report/reported-post.js';
import { KenningError } from '../../core/errors.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { oneLine } from '../commands/describe.js';
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
}

/** Of longer posts, this much is kept. */
const longest = 4000;

/** Draws what the posts of a file come to. */
export async function reportPosts(path: string, flags: PostsFlags, screen: Terminal): Promise<void> {
  const { out, model, voice } = flags;
  await checkOutput('--out', out, [path, ...(model === undefined ? [] : [model])]);
  const posts = await readPosts(path, flags, screen);
  if (posts.length === 0) throw new KenningError('invalid', `${path} holds no posts that can be read.`);
  const drawn = listeningReport(posts, voice);
  await writeWholeFile(out, [postsPage(`kenning report: ${oneLine(basename(path))}`, drawn)], screen.signal);
  const { voices, topics, storms } = drawn;
  screen.print(`${posts.length} posts, ${storms.length} storms and waves. Drawn in ${out}.`, {
    posts: posts.length,
    voices,
    topics,
    storms,
    out,
  });
}

async function readPosts(path: string, flags: PostsFlags, screen: Terminal): Promise<ReportedPost[]> {
  const { english, englishVectors } = await import('../../channels/listening/english/index.js');
  const classify = flags.model === undefined ? undefined : await readClassifier(flags.model, englishVectors);
  const { analyze } = analyzer({ languages: [english()], ...(classify && { intent: classify }) });
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
    const text = (cells[textPlace] ?? '').slice(0, longest);
    const { sentiment, intent } = analyze(text);
    // Without a model of one's own labels are those of nobody.
    posts.push({ at: time.at, text, sentiment, ...(classify && intent !== undefined && { intent }) });
    tell(posts.length);
  }
  tell.end();
  rejected.end();
  return posts.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}
