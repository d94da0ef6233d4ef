import type { Command } from 'commander';
import type { CompiledQuery } from '../../channels/listening/query/compile/compile-query.js';
import { explainMatch, type MatchReason } from '../../channels/listening/query/explain/explain-match.js';
import {
  type DescribedQuery,
  explainQuery,
  type QueryExplanation,
} from '../../channels/listening/query/explain/explain-query.js';
import { printQuery } from '../../channels/listening/query/print-query.js';
import { isKenningError } from '../../core/errors.js';
import type { Network } from '../../core/model/network.js';
import { terminal } from '../terminal.js';

interface QueryFlags {
  explain: boolean;
  text?: string;
}

const examples = `
Examples:
  kenning query '(acme OR #acme) "slow delivery"~2 NOT author:acme.example'
  kenning query --explain 'acme NEAR/5 (late OR broken)'
  kenning query --explain 'acme batter*' --text 'My acme has a dead battery'

Without --explain the query is checked and written anew, as it is read.`;

/** `kenning query`: how is a saved search read, what is each network asked, and would it find this text? */
export function queryCommand(program: Command, signal: AbortSignal): void {
  program
    .command('query')
    .argument('<query>', 'the saved search, in quotes of the shell')
    .description('how a saved search is read, what networks are asked for it, and whether it finds a text')
    .option('--explain', 'say it in words, with what is asked of each network and what is checked afterwards', false)
    .option('--text <text>', 'whether the query finds this text, and why')
    .addHelpText('after', examples)
    .action(async (query: string, { explain, text }: QueryFlags) => {
      const { print, say } = terminal({ ...program.opts<{ json: boolean }>(), signal });
      const networks = explain ? await searchable() : [];
      const explanation = pointing(query, say, () => explainQuery(query, networks));
      const match = text === undefined ? undefined : explainMatch(query, { text });
      const lines = explain ? describe(explanation) : [explanation.text];
      if (match) lines.push(match.matches ? 'It finds the text:' : 'It does not find the text:', ...why(match, 1));
      print(lines.join('\n'), explain ? { ...explanation, match } : { text: explanation.text, match });
    });
}

const widest = 200;

/** Shows the place of what is wrong beneath the query, where both fit on a line. */
function pointing<Result>(query: string, say: (text: string) => void, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const column = isKenningError(error, 'invalid') ? /at column (\d{1,6}):/.exec(error.message)?.[1] : undefined;
    if (column !== undefined && query.length <= widest && !/[\r\n\t]/.test(query))
      say(`${query}\n${' '.repeat(Number(column) - 1)}^`);
    throw error;
  }
}

/** The networks that have a search of their own. */
async function searchable(): Promise<Network[]> {
  const { blueskyNetwork } = await import('../../channels/connectors/bluesky/network.js');
  const { mastodonNetwork } = await import('../../channels/connectors/mastodon/network.js');
  return [blueskyNetwork, mastodonNetwork];
}

function describe({ text, tokens, reads, networks }: QueryExplanation): string[] {
  return [
    text,
    '',
    `Pieces: ${tokens.map((token) => `${token.column} ${token.text}`).join(' · ')}`,
    '',
    'It asks for',
    ...tree(reads, 1),
    '',
    ...Object.entries(networks).flatMap(([id, compiled]) => [...asked(id, compiled), '']),
  ];
}

const indent = (depth: number) => '  '.repeat(Math.min(depth, 40));

function tree({ asks, parts = [] }: DescribedQuery, depth: number): string[] {
  return [`${indent(depth)}${asks}`, ...parts.flatMap((part) => tree(part, depth + 1))];
}

function asked(
  id: string,
  { pushed, remaining, never, caveats = [] }: CompiledQuery & { caveats?: string[] },
): string[] {
  if (never) return [`${id} is not asked: no post there can match.`];
  const searches =
    pushed.length > 0
      ? [`${id} is asked for`, ...pushed.map(({ text }) => `  ${text}`)]
      : [`${id} can not be asked: its posts are matched as they come.`];
  const checked = remaining ? printQuery(remaining) : 'nothing';
  return [...searches, `  checked afterwards: ${checked}`, ...caveats.map((caveat) => `  note: ${caveat}`)];
}

function why({ asks, matches, found, parts = [] }: MatchReason, depth: number): string[] {
  const where = found ? `: ${found.map((words) => JSON.stringify(words)).join(', ')}` : '';
  const line = `${indent(depth)}${matches ? 'yes' : 'no '} ${asks}${where}`;
  return [line, ...parts.flatMap((part) => why(part, depth + 1))];
}
