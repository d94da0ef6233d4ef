import { z } from 'zod';

/** What a saved search can ask of a network in the network's own words. */
export type QueryForm =
  | 'word'
  | 'phrase'
  | 'tag'
  | 'mention'
  | 'cashtag'
  | 'emoji'
  | 'author'
  | 'site'
  | 'url'
  | 'lang';

/** How something is written in a network's search. */
export interface WrittenForm {
  /** The text, `%s` where the value stands: `from:%s`. */
  as: string;
  /** The network finds more than was asked, since it stems words or guesses: what it finds is checked, and it is never excluded. */
  more?: boolean;
  /** A search can not consist of this alone. */
  notAlone?: boolean;
  /** What a value must hold to be asked for: `.` where only whole handles are understood. */
  needs?: string;
}

/**
 * How a network's own search is written, as data. What is absent can not be asked there and is checked afterwards. Words side
 * by side must all occur.
 */
export interface QueryDialect {
  /** Where it is documented. */
  source: string;
  checkedOn: string;
  /** The longest search, in UTF-16 units. */
  maxLength: number;
  /** What stands between alternatives: ` OR `. Without it, each alternative is a search of its own. */
  or?: string;
  /** Whether `or` binds more than words side by side. Defaults to false. */
  orBindsMore?: boolean;
  /** Whether parentheses group. */
  groups?: boolean;
  /** What stands before something that may not occur: `-`. */
  not?: string;
  forms: Partial<Record<QueryForm, WrittenForm>>;
  /** In which the network's search falls short of ours, for people: what may be missed. */
  caveats?: string[];
}

const form = z.object({
  as: z.string().max(100).includes('%s'),
  more: z.boolean().optional(),
  notAlone: z.boolean().optional(),
  needs: z.string().min(1).max(10).optional(),
});

export const queryDialect: z.ZodType<QueryDialect> = z.object({
  source: z.string().max(1000),
  checkedOn: z.string().max(10),
  maxLength: z.number().int().positive(),
  or: z.string().min(1).max(10).optional(),
  orBindsMore: z.boolean().optional(),
  groups: z.boolean().optional(),
  not: z.string().min(1).max(10).optional(),
  forms: z.object({
    word: form.optional(),
    phrase: form.optional(),
    tag: form.optional(),
    mention: form.optional(),
    cashtag: form.optional(),
    emoji: form.optional(),
    author: form.optional(),
    site: form.optional(),
    url: form.optional(),
    lang: form.optional(),
  }),
  caveats: z.array(z.string().max(1000)).max(50).optional(),
});
