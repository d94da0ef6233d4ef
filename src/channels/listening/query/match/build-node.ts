import { foldWord } from '../fold-word.js';
import type { LeafQuery, Query } from '../query.js';
import { phraseWords } from '../read-leaf.js';
import { foldToken, type QueryWord, readCasedWords, readWords } from '../read-words.js';
import { scanText } from '../scan-text.js';
import type { MatchNode, RawNode } from './match-node.js';
import { termKind } from './term-kind.js';
import type { Vocabulary } from './vocabulary.js';

const markKinds = { '#': 'tag', '@': 'mention', $: 'cashtag' } as const;

/** Turns a query into what is asked of a post. Each use of a term is told to `used`, to be released with the query. */
export function buildNode(query: Query, vocabulary: Vocabulary, used: number[]): MatchNode {
  const use = (kind: number, text: string, word?: number): number => {
    const term = vocabulary.use(kind, text, word);
    used.push(term);
    return term;
  };
  const termOf = ({ kind, text }: QueryWord): number =>
    kind === 'cased' ? use(termKind.cased, text, use(termKind.word, foldWord(text))) : use(termKind[kind], text);

  function sequence(words: QueryWord[], apart?: number): MatchNode {
    const terms = words.map(termOf);
    if (terms.length === 1) return { type: 'term', term: terms[0] as number };
    if (apart === undefined) return { type: 'phrase', terms, rarest: 0 };
    if (terms.length > 2) return { type: 'loose', terms, apart };
    const [left, right] = terms.map((term): MatchNode => ({ type: 'term', term })) as [MatchNode, MatchNode];
    return { type: 'near', left, right, within: apart + 1, ordered: false };
  }

  function leaf(query: LeafQuery): MatchNode {
    switch (query.type) {
      case 'term':
        return sequence(readWords(query.text));
      case 'phrase':
        return sequence(phraseWords(query.text), query.apart);
      case 'cased':
        return sequence(readCasedWords(query.text));
      case 'mark':
        return { type: 'term', term: use(termKind[markKinds[query.mark]], foldWord(query.name)) };
      case 'field':
        return { type: 'term', term: use(termKind[query.field], query.value.toLowerCase()) };
      case 'followers':
        return { type: 'followers', from: query.from ?? 0, to: query.to ?? Number.POSITIVE_INFINITY };
      case 'raw':
        return raw(query.text);
    }
  }

  function raw(text: string): RawNode {
    const node: RawNode = { type: 'raw', text, cuts: [] };
    scanText(text, 0, (kind, start, end) => {
      if (kind !== 'word' && kind !== 'emoji') return;
      const folded = foldToken(kind, text.slice(start, end));
      if (folded === '') return;
      node.cuts.push({ start, end });
      node.term ??= use(termKind[kind], folded);
    });
    return node;
  }

  /** NOT is taken down to the leaves, so that what is left above them must hold. */
  function node(query: Query, negated: boolean): MatchNode {
    switch (query.type) {
      case 'not':
        return node(query.part, !negated);
      case 'and':
      case 'or':
        return {
          type: (query.type === 'and') === negated ? 'or' : 'and',
          parts: query.parts.map((part) => node(part, negated)),
        };
      case 'near': {
        const { within, ordered } = query;
        const near: MatchNode = {
          type: 'near',
          left: node(query.left, false),
          right: node(query.right, false),
          within,
          ordered,
        };
        return negated ? { type: 'not', part: near } : near;
      }
      default:
        return negated ? { type: 'not', part: leaf(query) } : leaf(query);
    }
  }
  return node(query, false);
}
