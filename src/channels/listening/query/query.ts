/** Words as they stand, without quotes; `*` and `?` in them are wildcards. Several joined by punctuation are a phrase. */
export interface TermQuery {
  type: 'term';
  text: string;
}

/** Words next to each other in this order; with `apart` in any order, with at most so many other words among them. */
export interface PhraseQuery {
  type: 'phrase';
  text: string;
  apart?: number;
}

/** Words in exactly this case. */
export interface CasedQuery {
  type: 'cased';
  text: string;
}

/** Exactly these characters, case and punctuation included, and no longer word around them. */
export interface RawQuery {
  type: 'raw';
  text: string;
}

/** A tag, a mention or a cashtag. */
export interface MarkQuery {
  type: 'mark';
  mark: '#' | '@' | '$';
  name: string;
}

export type FieldName = 'author' | 'network' | 'site' | 'url' | 'lang' | 'kind' | 'sentiment';

export interface FieldQuery {
  type: 'field';
  field: FieldName;
  value: string;
}

/** How many follow the author, both ends included; an end that is absent is open. */
export interface FollowersQuery {
  type: 'followers';
  from?: number;
  to?: number;
}

/** What holds no other query. */
export type LeafQuery = TermQuery | PhraseQuery | CasedQuery | RawQuery | MarkQuery | FieldQuery | FollowersQuery;

/** All of the parts, or one of them. There are at least two. */
export interface ListQuery {
  type: 'and' | 'or';
  parts: Query[];
}

export interface NotQuery {
  type: 'not';
  part: Query;
}

/** Both, at most `within` words from each other: 1 means next to each other. When ordered, `left` comes first. */
export interface NearQuery {
  type: 'near';
  left: Query;
  right: Query;
  within: number;
  ordered: boolean;
}

/** A saved search as a tree, as `parseQuery` gives it. Plain JSON. */
export type Query = LeafQuery | ListQuery | NotQuery | NearQuery;
