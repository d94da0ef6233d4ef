import { z } from 'zod';
import { refusalError, refuse } from './refusal.js';

/** Who acts. A machine answers by playbooks or makes drafts, and never approves. */
export interface Actor {
  type: 'human' | 'machine';
  name: string;
}

/** Who acts; a bare name is a person's. */
export type By = string | Actor;

const name = z.string().trim().min(1, 'say who acts').max(200);

export const actor: z.ZodType<Actor> = z.strictObject({ type: z.enum(['human', 'machine']), name });
export const by: z.ZodType<Actor, By> = z.union([
  name.transform((person): Actor => ({ type: 'human', name: person })),
  actor as z.ZodType<Actor, Actor>,
]);

/** The name of a person; what people decide, no machine decides. */
export function personOf({ type, name: person }: Actor, verb: string): string {
  if (type === 'human') return person;
  throw refusalError(refuse('approval', `${verb} is for people; ${person} is a machine.`));
}

/** Whether two names are one person's, however they are written. */
export function isSamePerson(left: string, right: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(left) === plain(right);
}
