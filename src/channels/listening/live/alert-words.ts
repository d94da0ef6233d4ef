import type { AlertMessage } from './alert-message.js';

/** An alert in words for people: a headline, facts, and quotes. */
export interface AlertWords {
  headline: string;
  facts: string[];
  quotes: { text: string; by?: string; permalink?: string }[];
}

/** Says an alert in plain words. What others wrote stands in `quotes` alone. */
export function alertWords(message: AlertMessage): AlertWords {
  const { series, severity, at, quotes } = message;
  const told = quotes.map(({ text, by, permalink }) => ({
    text: text.replace(/[\p{Cc}\s]+/gu, ' ').trim(),
    ...(by !== undefined && { by }),
    ...(permalink !== undefined && { permalink }),
  }));
  if (message.kind === 'repost') {
    const { removal, reposts } = message;
    return {
      headline: `${series}: something removed was posted again, ${severity}`,
      facts: [
        `at ${at}, ${reposts === 1 ? 'once' : `${reposts} times`} so far`,
        `removed on ${removal.at} by ${removal.by}: ${removal.reason}`,
      ],
      quotes: told,
    };
  }
  const { kind, phase, openedAt, baseline, criticalShare, causes } = message;
  if (phase === 'over')
    return { headline: `${series}: the ${kind} is over`, facts: [`since ${openedAt}, over at ${at}`], quotes: [] };
  const { seen, expected } = baseline.posts;
  const [biggest] = causes.cascades;
  return {
    headline: `${series}: a ${kind} ${phase === 'opened' ? 'has begun' : 'has grown'}, ${severity}`,
    facts: [
      `at ${at}: ${seen} posts in ${spanWords(baseline.spanMs)} where ${rounded(expected)} are usual`,
      `${Math.round(100 * criticalShare)} % of what is beyond the usual is critical`,
      ...(causes.words.length > 0 ? [`words: ${causes.words.join(', ')}`] : []),
      ...(biggest ? [`the same said ${biggest.posts} times by ${biggest.breadth} people since ${biggest.since}`] : []),
    ],
    quotes: told,
  };
}

function spanWords(spanMs: number): string {
  const minutes = Math.round(spanMs / 60_000);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

const rounded = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
