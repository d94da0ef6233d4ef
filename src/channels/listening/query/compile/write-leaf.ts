import type { QueryDialect, QueryForm, WrittenForm } from '../../../../core/model/query-dialect.js';
import { classOf, dense } from '../character-class.js';
import type { LeafQuery } from '../query.js';
import { foldToken, readWords } from '../read-words.js';
import { scanText } from '../scan-text.js';
import { isWildcard } from '../wildcard.js';

/** A leaf as a network's search writes it. */
export interface WrittenLeaf {
  text: string;
  form: WrittenForm;
}

const marks = { '#': 'tag', '@': 'mention', $: 'cashtag' } as const;
/** What could end a value, or be read as an operator, is never passed on. */
const plainValue = /^[\p{L}\p{M}\p{N}._@:/-]{1,500}$/u;
/** Words that networks read as operators in one case or another. */
const reserved = new Set(['and', 'or', 'not', 'near']);

/** A leaf in a network's words; undefined when the network can not be asked for exactly this. */
export function writeLeaf(leaf: LeafQuery, { forms }: QueryDialect): WrittenLeaf | undefined {
  const written = (name: QueryForm, value: string): WrittenLeaf | undefined => {
    const form = forms[name];
    if (!form || (form.needs !== undefined && !value.includes(form.needs))) return undefined;
    return { text: form.as.replace('%s', () => value), form };
  };
  switch (leaf.type) {
    case 'term':
    case 'phrase': {
      const words = writtenWords(leaf.text);
      if (words === undefined || (leaf.type === 'phrase' && leaf.apart !== undefined && words.length > 1))
        return undefined;
      const [first] = words;
      if (!first) return undefined;
      if (first.kind === 'emoji') return words.length === 1 ? written('emoji', first.text) : undefined;
      if (words.some(({ kind }) => kind === 'emoji')) return undefined;
      if (words.length === 1 && !reserved.has(first.text.toLowerCase())) return written('word', first.text);
      return written('phrase', words.map(({ gap, text }, at) => (at === 0 ? text : gap + text)).join(''));
    }
    case 'mark':
      return plainValue.test(leaf.name) ? written(marks[leaf.mark], leaf.name) : undefined;
    case 'field':
      if (leaf.field === 'kind' || leaf.field === 'network' || leaf.field === 'sentiment') return undefined;
      return plainValue.test(leaf.value) ? written(leaf.field, leaf.value) : undefined;
    default:
      return undefined;
  }
}

/** What every text has that the leaf finds, as leaves which networks understand more often: its single words. */
export function weakerLeaves(leaf: LeafQuery): LeafQuery[] {
  if (leaf.type === 'mark') return leaf.mark === '@' ? [] : plainWords(leaf.name);
  return leaf.type === 'term' || leaf.type === 'phrase' || leaf.type === 'cased' || leaf.type === 'raw'
    ? plainWords(leaf.text)
    : [];
}

function plainWords(text: string): LeafQuery[] {
  const found: LeafQuery[] = [];
  // Beside wildcards, only what stands between blanks is surely a word of its own.
  for (const piece of isWildcard(text) ? text.split(/\s/) : [text])
    if (!isWildcard(piece)) for (const { text: word } of wordsOf(piece) ?? []) found.push({ type: 'term', text: word });
  return found;
}

interface WrittenWord {
  kind: 'word' | 'emoji';
  text: string;
  /** What stands before it: nothing between words of scripts that part none. */
  gap: '' | ' ';
}

/** The words of a term or phrase as they are written; undefined when there is more in it than words and emoji. */
function writtenWords(text: string): WrittenWord[] | undefined {
  if (isWildcard(text) || readWords(text).some(({ kind }) => kind !== 'word' && kind !== 'emoji')) return undefined;
  return wordsOf(text);
}

function wordsOf(text: string): WrittenWord[] {
  const words: WrittenWord[] = [];
  let before = -1;
  scanText(text, 0, (kind, start, end) => {
    if ((kind !== 'word' && kind !== 'emoji') || foldToken(kind, text.slice(start, end)) === '') return;
    const isDense = classOf(text.codePointAt(start) as number) === dense;
    words.push({ kind, text: text.slice(start, end), gap: isDense && start === before ? '' : ' ' });
    before = end;
  });
  return words;
}
