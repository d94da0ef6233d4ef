import { type Expression, visit } from './expression.js';
import { functionNamed, type Kind } from './functions.js';

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

/** What an expression takes its columns for where that is not text: numbers, lists. */
export function columnKinds(expression: Expression): Map<string, Kind> {
  const found = new Map<string, Kind>();
  const note = (of: Expression | undefined, kind: Kind | undefined) => {
    if (of?.kind === 'column' && kind && kind !== 'text') found.set(of.name, kind);
    if (of?.kind === 'case') for (const { gives } of of.when) note(gives, kind);
  };
  visit(expression, (part) => {
    if (part.kind === 'unary' && part.operator === '-') note(part.of, 'number');
    if (part.kind === 'call') {
      const takes = functionNamed(part.name)?.takes ?? [];
      for (const [at, of] of part.of.entries()) note(of, takes[Math.min(at, takes.length - 1)]);
    }
    if (part.kind === 'binary') {
      const sides = [part.left, part.right];
      const isNumeric =
        arithmetic.has(part.operator) ||
        sides.some((side) => side.kind === 'literal' && typeof side.value === 'number');
      if (isNumeric) for (const side of sides) note(side, 'number');
    }
  });
  return found;
}
