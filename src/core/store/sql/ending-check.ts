import { KenningError } from '../../errors.js';

/** A transaction's verbs, each of which refuses once the transaction has ended. */
export function whileOpen<Verbs extends object>(verbs: Verbs): { verbs: Verbs; end: () => void } {
  let ended = false;
  const guarded: Record<string, unknown> = {};
  for (const [name, verb] of Object.entries(verbs) as [string, (...input: unknown[]) => unknown][])
    guarded[name] = (...input: unknown[]) => {
      if (!ended) return verb(...input);
      throw new KenningError('invalid', 'This transaction has ended. Await each of its verbs within its work.');
    };
  return {
    verbs: guarded as Verbs,
    end: () => {
      ended = true;
    },
  };
}
