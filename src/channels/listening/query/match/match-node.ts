/** What a query asks of a post, in terms. Alternatives and exclusions stand as in the query; NOT stands at the leaves. */
export type MatchNode =
  | { type: 'term'; term: number }
  /** Terms at one position after the other; `rarest` of them is looked up first. */
  | { type: 'phrase'; terms: number[]; rarest: number }
  | { type: 'loose'; terms: number[]; apart: number }
  | RawNode
  | { type: 'near'; left: MatchNode; right: MatchNode; within: number; ordered: boolean }
  | { type: 'followers'; from: number; to: number }
  | { type: 'not'; part: MatchNode }
  | { type: 'and' | 'or'; parts: MatchNode[] };

export interface RawNode {
  type: 'raw';
  text: string;
  /** Where its words begin and end. */
  cuts: { start: number; end: number }[];
  /** The first of them. */
  term?: number;
}
