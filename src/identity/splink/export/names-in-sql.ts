import {
  type NameSlot,
  rankOf,
  related,
  settled,
  straightOrder,
  swapCost,
} from '../../engine/compare/name-relations.js';
import type { PreparedNames } from '../../engine/compare/names.js';
import { signatureOf, textOf } from '../../engine/compare/texts.js';
import { areNicknames, fullNames, nicknamesOf } from '../../normalize/nicknames.js';
import { counted, type Part, type PartColumns } from './part.js';
import { chosen, double, mapped, type Step, type Steps } from './steps.js';
import {
  byBand,
  column,
  columnOf,
  edits,
  isMissing,
  isSame,
  sharesOne,
  shorter,
  similarity,
  wordsOf,
} from './texts-in-sql.js';
import { saidTexts } from './values-in-sql.js';

const graded = 8;
const swappedOrder = 2;

interface Word {
  part: 'given' | 'family';
  /** Which record's: 0 the left one's. */
  side: 0 | 1;
}

/** Names in SQL: by their parts, and in each other's place. */
export function namesInSql(levels: number): Part {
  const [ours, theirs] = [0, 1] as const;
  const [given, family] = ['given', 'family'] as const;
  const middle = (one: 0 | 1, other: 0 | 1) => `${column('middle', 'code')[one]} = ${column(given, 'code')[other]}`;
  const first = relationOf({ part: given, side: ours }, { part: given, side: theirs }, [
    { when: `${middle(ours, theirs)} OR ${middle(theirs, ours)}`, gives: related.middle },
  ]);
  const second = relationOf({ part: family, side: ours }, { part: family, side: theirs });
  const crossed = (side: 0 | 1) => {
    const found = relationOf({ part: given, side }, { part: family, side: side === ours ? theirs : ours });
    return mapped(found, (relation) => (relation === related.initial ? related.different : relation));
  };
  const [one, two] = [crossed(ours), crossed(theirs)];
  const straight = `(${chosen(first, rankOf)} + ${chosen(second, rankOf)})`;
  const swaps = `${straight} < ${double(settled)} AND (${chosen(one, rankOf)} + ${chosen(two, rankOf)} - ${double(swapCost)}) > greatest(${straight}, 0e+0)`;
  const number = (side: 0 | 1) => `coalesce(CAST(${column(given, 'code')[side]} AS INTEGER), 0)`;
  const asNumber = (relation: number): number => relation;
  const turns = `${chosen(two, rankOf)} > ${chosen(one, rankOf)} OR (${chosen(two, asNumber)} = ${chosen(one, asNumber)} AND ${number(ours)} > ${number(theirs)})`;
  const leveled = (relation: Steps, bandColumn: string): Steps =>
    mapped(relation, (found) => (found === related.exact ? byBand(bandColumn, graded, levels) : found + 1));
  const band = (part: Word['part'], what: string, side: 0 | 1) => column(part, what)[side];
  const isParted = [ours, theirs]
    .map((side) => isMissing([column(given, 'code')[side], column(family, 'code')[side === ours ? theirs : ours]]))
    .join(' OR ');
  const order: Steps = { steps: [{ when: isParted, gives: 0 }], otherwise: swappedOrder };
  const either = { ours: band(given, 'either', ours), theirs: band(given, 'either', theirs) };
  return {
    fields: [
      leveled(first, band(given, 'band', ours)),
      leveled(second, band(family, 'band', ours)),
      {
        steps: [given, family].map((part) => ({ when: isMissing(column(part, 'code')), gives: 0 })),
        otherwise: straightOrder,
      },
    ],
    turned: {
      when: swaps,
      ways: [
        { when: turns, fields: [leveled(two, either.theirs), leveled(one, either.ours), order] },
        { fields: [leveled(one, either.ours), leveled(two, either.theirs), order] },
      ],
    },
  };
}

/** How two words are related. */
function relationOf(one: Word, other: Word, beforeNear: readonly Step[] = []): Steps {
  const of = (what: string) => [column(one.part, what)[one.side], column(other.part, what)[other.side]] as const;
  const text = of('text');
  const length = shorter(text);
  const beginAlike = (count: string) => `left(${text[0]}, ${count}) = left(${text[1]}, ${count})`;
  const named = `list_has_any(string_split(${of('nicknames')[0]}, '|'), string_split(${text[1]}, '|'))`;
  const isAlike = `${similarity(text)} >= 0.65e+0`;
  return {
    steps: [
      { when: isMissing(of('code')), gives: related.missing },
      { when: `${isSame(of('code'))} AND length(${text[0]}) > 1`, gives: related.exact },
      { when: `${length} = 1 AND ${beginAlike('1')}`, gives: related.initial },
      { when: isSame(of('joined')), gives: related.close },
      { when: named, gives: related.nickname },
      { when: sharesOne(of('words')), gives: related.part },
      { when: `${similarity(text)} >= 0.93e+0`, gives: related.close },
      {
        when: `${isAlike} AND ${length} >= 4 AND ${edits(text)} <= (CASE WHEN ${length} >= 8 THEN 2 ELSE 1 END)`,
        gives: related.close,
      },
      { when: `${isAlike} AND ${length} >= 3 AND ${beginAlike(length)}`, gives: related.nickname },
      ...beforeNear,
      { when: `${similarity(text)} >= 0.8e+0`, gives: related.near },
    ],
    otherwise: related.different,
  };
}

export function nameColumns(prepared: PreparedNames): PartColumns {
  const { slots, texts, joined, givenExact, familyExact } = prepared;
  const said = saidTexts('names', texts, joined.length);
  const [main, ...others] = slots as readonly [NameSlot, ...NameSlot[]];
  const values = new Map(Array.from(joined, (_, value) => [textOf(texts, value), value]));
  const nicknames = (value: number): string => {
    const name = textOf(texts, value);
    const forms = new Set([name, ...fullNames(name)].flatMap((full) => [full, ...nicknamesOf(full)]));
    return [...forms]
      .filter((form) => areNicknames(name, form))
      .flatMap((form) => values.get(form) ?? [])
      .filter((form) => (signatureOf(texts, value) & signatureOf(texts, form)) !== 0)
      .map(said.of)
      .join('|');
  };
  const exact = { given: givenExact, family: familyExact };
  const of = (part: 'given' | 'family') => {
    const codes = main[part];
    return [
      columnOf(`${part}_code`, codes, String),
      columnOf(`${part}_text`, codes, said.of),
      columnOf(`${part}_joined`, codes, (value) => String(joined[value])),
      columnOf(`${part}_nicknames`, codes, nicknames),
      columnOf(`${part}_words`, codes, wordsOf(prepared.words)),
      columnOf(`${part}_band`, codes, (value) => String(exact[part][value])),
      columnOf(`${part}_either`, codes, (value) =>
        String(Math.min(givenExact[value] as number, familyExact[value] as number)),
      ),
    ];
  };
  const further = others.reduce(
    (count, { given, family }) =>
      count + given.reduce((sum, _, row) => sum + Number(given[row] !== 0 || family[row] !== 0), 0),
    0,
  );
  return {
    columns: [...of('given'), ...of('family'), columnOf('middle_code', main.middle, String)],
    unsaid: [
      ...said.unsaid,
      ...(further === 0
        ? []
        : [`names: ${counted(further, 'further name')} of records that go by several; SQL compares the first.`]),
    ],
  };
}
