import { z } from 'zod';

/** The schema of an option that is a function, or an object with these functions. */
export function able<Type>(...verbs: string[]) {
  return z.custom<Type>(
    (value) =>
      verbs.length
        ? verbs.every((verb) => typeof (value as Record<string, unknown> | null)?.[verb] === 'function')
        : typeof value === 'function',
    verbs.length ? `must have ${verbs.join(' and ')}` : 'must be a function',
  );
}
