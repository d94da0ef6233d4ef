import type { ColumnKind } from './column-kind.js';
import { kindsByName } from './header-names.js';
import { headerWords } from './header-words.js';

/** What a header says. */
export interface RecognizedHeader {
  kind: ColumnKind;
  /** What stands beside the kind: `home`, `mailing`, `1`. Parts of one address have the same. */
  group: string;
}

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Which of several, and of what use: such words beside a kind change nothing. */
const qualifiers = list(
  'primary main contact person personal customer client lead member user home private work business office mailing billing shipping postal other alternative alternate secondary second official current my sf hs addr address number no value text mobile cell default best preferred capitol district',
);

/** Whose column it is when it is not the person's own, or that it is about the row and not about anybody. */
const strangers = list(
  'owner manager assistant created creator modified spouse partner parent children emergency referred referrer rep agent recruiter account company campaign source true truth label cluster gold expected fax pager telex callback domain ip isdn tty hash count connected reply bounce bounced mother father guarantor supervisor department',
);

/** Of what a value is said, beside the value itself. */
const describers = list(
  'type label display name status date time format verified valid validity score opt out in frequency template preference preferences last first sent open opened click clicked is has id domain quality reason confidence',
);

/** Kinds whose words mean nothing else, whatever stands beside them. */
const distinctive: ReadonlySet<ColumnKind> = new Set(['email', 'phone', 'postal-code', 'birth-date']);

/** Whether the header says that a column is about somebody else, or about the row itself. */
export function isOfAnother(header: string): boolean {
  return headerWords(header).some((word) => strangers.has(word));
}

/**
 * Recognizes what a column holds by its header: its name as it is known, else without numbers and without words that
 * say which of several it is.
 *
 * @example
 * recognizeHeader('Business Phone 2') // { kind: 'phone', group: 'business2' }
 */
export function recognizeHeader(header: string): RecognizedHeader | undefined {
  const words = headerWords(header);
  const whole = kindsByName.get(words.join(''));
  if (whole) return { kind: whole, group: '' };
  if (words.length > 12 || words.some((word) => strangers.has(word))) return undefined;
  return (
    withoutNumbers(words) ??
    partOf(words, (word) => qualifiers.has(word)) ??
    partOf(words, (word, kind) => distinctive.has(kind) && !describers.has(word))
  );
}

function withoutNumbers(words: readonly string[]): RecognizedHeader | undefined {
  const kept = words.filter((word) => !/^\p{N}+$/u.test(word));
  const kind = kept.length < words.length ? kindsByName.get(kept.join('')) : undefined;
  return kind && { kind, group: words.filter((word) => /^\p{N}+$/u.test(word)).join('') };
}

/** The longest run of words that is a known name, where all other words are numbers or suit it. */
function partOf(
  words: readonly string[],
  suits: (word: string, kind: ColumnKind) => boolean,
): RecognizedHeader | undefined {
  for (let length = words.length - 1; length >= 1; length -= 1)
    for (let start = 0; start + length <= words.length; start += 1) {
      const kind = kindsByName.get(words.slice(start, start + length).join(''));
      if (!kind) continue;
      const others = [...words.slice(0, start), ...words.slice(start + length)];
      if (others.every((word) => suits(word, kind) || /^\p{N}+$/u.test(word)))
        return { kind, group: others.filter((word) => word !== 'address' && word !== 'addr').join('') };
    }
  return undefined;
}
