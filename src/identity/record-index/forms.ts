import type { Words } from '../engine/columns/memory.js';
import type { NameSlot } from '../engine/compare/name-relations.js';
import type { PreparedColumns } from '../engine/prepare/prepare.js';
import type { KnownOfValues, ValueStore } from './value-store.js';

type Of<Name extends PreparedColumns['compared']> = Extract<PreparedColumns, { compared: Name }>;

/** Values of a form that are numbered together. */
export interface StoreOfForm<Columns> {
  name: string;
  /** Their texts by number. @param told those that the engine counted, by part. */
  texts(columns: Columns, told: ReadonlyMap<string, readonly string[]>): readonly string[];
  known(columns: Columns): KnownOfValues;
  /** Which of the numbers that are known are those of values in another store. */
  refers?: Readonly<Record<string, string>>;
}

/** The numbers of rows that the engine compares, in an order of their own; `store` is where their values are. */
export interface CellOfForm {
  store: string | undefined;
  codes: Words;
}

/** How columns that the engine prepared are kept so that rows can come and go. */
export interface Form<Columns> {
  stores: readonly StoreOfForm<Columns>[];
  cells(columns: Columns): CellOfForm[];
  /** As the engine compares them. */
  prepared(like: Columns, store: (name: string) => ValueStore, cells: readonly Words[]): Columns;
}

const main = 'main';
const valueTexts = (columns: PreparedColumns, told: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  told.get(columns.fields[0]?.name as string) ?? [''];
const slotCells = ({ slots }: { slots: readonly Words[] }): CellOfForm[] =>
  slots.map((codes) => ({ store: main, codes }));

const names: Form<Of<'names'>> = {
  stores: [
    {
      name: main,
      texts: valueTexts,
      known: ({ texts, words, joined, givenExact: given, familyExact: family }) => ({
        texts,
        words,
        numbers: { joined },
        bytes: { given, family },
      }),
    },
  ],
  cells: ({ slots }) =>
    slots.flatMap(({ given, middle, family }) => [given, middle, family].map((codes) => ({ store: main, codes }))),
  prepared: (like, store, cells) => ({
    ...like,
    slots: Array.from({ length: cells.length / 3 }, (_, slot): NameSlot => {
      const [given, middle, family] = cells.slice(3 * slot) as [Words, Words, Words];
      return { given, middle, family };
    }),
    texts: store(main).texts,
    words: store(main).words,
    joined: store(main).numbers.joined as Words,
    givenExact: store(main).bytes.given as Uint8Array,
    familyExact: store(main).bytes.family as Uint8Array,
  }),
};

const dates: Form<Of<'dates'>> = {
  stores: [
    { name: main, texts: valueTexts, known: ({ digits, exact }) => ({ numbers: { digits }, bytes: { exact } }) },
  ],
  cells: slotCells,
  prepared: (like, store, slots) => ({
    ...like,
    slots,
    digits: store(main).numbers.digits as Words,
    exact: store(main).bytes.exact as Uint8Array,
  }),
};

const identifiers: Form<Of<'identifiers'>> = {
  stores: [{ name: main, texts: valueTexts, known: ({ texts, exact }) => ({ texts, bytes: { exact } }) }],
  cells: slotCells,
  prepared: (like, store, slots) => ({
    ...like,
    slots,
    texts: store(main).texts,
    exact: store(main).bytes.exact as Uint8Array,
  }),
};

const phrases: Form<Of<'phrases'>> = {
  stores: [{ name: main, texts: valueTexts, known: ({ texts, words, exact }) => ({ texts, words, bytes: { exact } }) }],
  cells: slotCells,
  prepared: (like, store, slots) => ({
    ...like,
    slots,
    texts: store(main).texts,
    words: store(main).words,
    exact: store(main).bytes.exact as Uint8Array,
  }),
};

/** The texts of one side of addresses, by their numbers. */
const sides =
  (numbers: 'local' | 'domain', side: (address: string) => string) =>
  (columns: Of<'emails'>, told: ReadonlyMap<string, readonly string[]>): string[] => {
    const texts = [''];
    for (const [code, address] of valueTexts(columns, told).entries())
      texts[columns[numbers][code] as number] = side(address);
    return texts;
  };

const emails: Form<Of<'emails'>> = {
  stores: [
    {
      name: 'locals',
      texts: sides('local', (address) => address.slice(0, address.lastIndexOf('@'))),
      known: ({ locals, letters }) => ({ texts: locals, numbers: { letters } }),
    },
    {
      name: 'domains',
      texts: sides('domain', (address) => address.slice(address.lastIndexOf('@') + 1)),
      known: ({ domains }) => ({ texts: domains }),
    },
    {
      name: main,
      texts: valueTexts,
      known: ({ local, domain, exact }) => ({ numbers: { local, domain }, bytes: { exact } }),
      refers: { local: 'locals', domain: 'domains' },
    },
  ],
  cells: slotCells,
  prepared: (like, store, slots) => ({
    ...like,
    slots,
    exact: store(main).bytes.exact as Uint8Array,
    local: store(main).numbers.local as Words,
    domain: store(main).numbers.domain as Words,
    letters: store('locals').numbers.letters as Words,
    locals: store('locals').texts,
    domains: store('domains').texts,
  }),
};

const partTexts =
  (part: string) =>
  ({ fields }: PreparedColumns, told: ReadonlyMap<string, readonly string[]>): readonly string[] =>
    told.get(`${fields[0]?.name}: ${part}`) ?? [''];

const addresses: Form<Of<'addresses'>> = {
  stores: [
    {
      name: 'streets',
      texts: partTexts('street'),
      known: ({ streets, houses, streetExact }) => ({
        texts: streets,
        numbers: { houses },
        bytes: { exact: streetExact },
      }),
    },
    {
      name: 'cities',
      texts: partTexts('city'),
      known: ({ cities, cityExact }) => ({ texts: cities, bytes: { exact: cityExact } }),
    },
    {
      name: 'postalCodes',
      texts: partTexts('postal code'),
      known: ({ postalCodes, postalCodeExact }) => ({ texts: postalCodes, bytes: { exact: postalCodeExact } }),
    },
  ],
  cells: ({ street, unit, city, postalCode, region }) => [
    { store: 'streets', codes: street },
    { store: undefined, codes: unit },
    { store: 'cities', codes: city },
    { store: 'postalCodes', codes: postalCode },
    { store: undefined, codes: region },
  ],
  prepared: (like, store, cells) => {
    const [street, unit, city, postalCode, region] = cells as [Words, Words, Words, Words, Words];
    return {
      ...like,
      street,
      unit,
      city,
      postalCode,
      region,
      streets: store('streets').texts,
      cities: store('cities').texts,
      postalCodes: store('postalCodes').texts,
      houses: store('streets').numbers.houses as Words,
      streetExact: store('streets').bytes.exact as Uint8Array,
      cityExact: store('cities').bytes.exact as Uint8Array,
      postalCodeExact: store('postalCodes').bytes.exact as Uint8Array,
    };
  },
};

const forms: { [Name in PreparedColumns['compared']]: Form<Of<Name>> } = {
  names,
  dates,
  identifiers,
  phrases,
  emails,
  addresses,
};

/** The form of prepared columns. */
export function formOf<Name extends PreparedColumns['compared']>(compared: Name): Form<Of<Name>> {
  return forms[compared];
}
