/** An SQL expression over a pair of records. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A column of the left or right record. */
  | { kind: 'column'; side: 'left' | 'right'; name: string }
  | { kind: 'unary'; operator: 'not' | '-'; of: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'null-test'; of: Expression; negated: boolean }
  | { kind: 'in'; of: Expression; among: Expression[]; negated: boolean }
  | { kind: 'case'; when: { condition: Expression; gives: Expression }[]; otherwise: Expression }
  | { kind: 'cast'; of: Expression; to: CastType; orNull: boolean }
  | { kind: 'call'; name: string; of: Expression[] };

export type BinaryOperator = 'and' | 'or' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '||';
export type CastType = 'float' | 'double' | 'integer' | 'text' | 'boolean';

/** Every column that an expression reads, each once. */
export function columnsOf(expression: Expression): { side: 'left' | 'right'; name: string }[] {
  const found = new Map<string, { side: 'left' | 'right'; name: string }>();
  visit(expression, (part) => {
    if (part.kind === 'column') found.set(`${part.side} ${part.name}`, { side: part.side, name: part.name });
  });
  return [...found.values()];
}

/** Shows every part of an expression, the whole first. */
export function visit(expression: Expression, look: (part: Expression) => void): void {
  const open = [expression];
  for (let part = open.pop(); part; part = open.pop()) {
    look(part);
    open.push(...partsOf(part));
  }
}

function partsOf(part: Expression): Expression[] {
  switch (part.kind) {
    case 'literal':
    case 'column':
      return [];
    case 'unary':
    case 'null-test':
    case 'cast':
      return [part.of];
    case 'binary':
      return [part.left, part.right];
    case 'in':
      return [part.of, ...part.among];
    case 'call':
      return part.of;
    case 'case':
      return [...part.when.flatMap(({ condition, gives }) => [condition, gives]), part.otherwise];
  }
}
