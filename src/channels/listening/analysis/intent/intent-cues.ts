import { tokenize, tokens } from '../classifier/tokenizer.js';
import { cuePatterns } from './cue-patterns.js';
import { wordPatterns } from './word-patterns.js';

const patterns = Object.entries(cuePatterns).flatMap(([cue, lines]) => lines.map((line) => ({ cue, line })));
/** A word for each pattern and one for each kind, so short that a text with them is not much longer. */
const kinds = Object.keys(cuePatterns);
const cueWords = patterns.map(({ cue }, number) => ({
  kind: `q${kinds.indexOf(cue)}`,
  own: `x${number.toString(36)}`,
}));
const find = wordPatterns(patterns.map(({ line }) => line));
/** What a post wants is said in as many words. */
const mostWords = 300;

/** A text behind words for what in it gives an intent away, for a model that learned from texts like it. */
export function withCues(): (text: string) => string {
  const taken = tokens();
  return (text) => {
    tokenize(text, taken);
    const read = taken.text.includes('’') ? taken.text.replaceAll('’', "'") : taken.text;
    const words: string[] = [];
    for (let at = 0; at < taken.count && at < mostWords; at += 1)
      words.push(read.slice(taken.start[at], taken.end[at]));
    const cues = new Set<string>();
    for (const number of [...find(words)].sort((left, right) => left - right)) {
      const { kind, own } = cueWords[number] as (typeof cueWords)[number];
      cues.add(kind).add(own);
    }
    return `${[...cues].join(' ')} ${text}`;
  };
}
