/**
 * How a level is found: the first step whose condition holds counts. What a condition leads to may have steps of its own.
 */
export interface Steps {
  steps: readonly Step[];
  otherwise: number;
}

export interface Step {
  /** A condition of SQL on a pair. */
  when: string;
  gives: number | Steps;
}

/** More digits of a number make no difference that anybody sees. */
const digits = 12;

/** A number that SQL takes for a double, not for a decimal with so many places. */
export function double(value: number): string {
  const written = Number(value.toPrecision(digits)).toExponential();
  return value < 0 ? `(${written})` : written;
}

/** SQL that gives a number for the level of a pair. */
export function chosen({ steps, otherwise }: Steps, numberOf: (level: number) => number): string {
  const of = (gives: number | Steps): string =>
    typeof gives === 'number' ? double(numberOf(gives)) : chosen(gives, numberOf);
  if (steps.length === 0) return of(otherwise);
  return `(CASE ${steps.map(({ when, gives }) => `WHEN ${when} THEN ${of(gives)}`).join(' ')} ELSE ${of(otherwise)} END)`;
}

/** The same steps, with something else to find at their ends. */
export function mapped({ steps, otherwise }: Steps, into: (level: number) => number | Steps): Steps {
  const last = into(otherwise);
  return {
    steps: [
      ...steps.map(({ when, gives }) => ({
        when,
        gives: typeof gives === 'number' ? into(gives) : mapped(gives, into),
      })),
      ...(typeof last === 'number' ? [] : last.steps),
    ],
    otherwise: typeof last === 'number' ? last : last.otherwise,
  };
}

/** All steps one after the other, the last without a condition. */
export function inOneRow({ steps, otherwise }: Steps): { when?: string; level: number }[] {
  return [
    ...steps.flatMap(({ when, gives }) =>
      typeof gives === 'number'
        ? [{ when, level: gives }]
        : inOneRow(gives).map(({ when: also, level }) => ({
            when: also === undefined ? when : `(${when}) AND (${also})`,
            level,
          })),
    ),
    { level: otherwise },
  ];
}
