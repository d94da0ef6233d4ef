import { type ErrorCode, isKenningError, KenningError } from '../../core/errors.js';

/** The checks of the gate, in their order. */
export type GateRule =
  | 'stage'
  | 'playbook'
  | 'paused'
  | 'verb'
  | 'stands'
  | 'seen-on-channel'
  | 'terms'
  | 'text'
  | 'length'
  | 'reason'
  | 'reply-window'
  | 'per-hour'
  | 'forbidden-words'
  | 'taken'
  | 'duplicate'
  | 'same-to-many'
  | 'consent'
  | 'approval';

/** Why something may not go out. */
export interface Refusal {
  code: ErrorCode;
  rule: GateRule;
  reason: string;
}

export function refuse(rule: GateRule, reason: string, code: ErrorCode = 'not-permitted'): Refusal {
  return { code, rule, reason };
}

/** The error that a caller gets; {@link refusalOf} reads the rule back. */
export function refusalError(refusal: Refusal): KenningError {
  const { code, rule, reason } = refusal;
  return new KenningError(code, `${reason} (rule: ${rule})`, { cause: { ...refusal } });
}

/**
 * The refusal in an error of the gate; undefined for any other error.
 *
 * @example
 * try { await app.reply(draft); } catch (error) { console.log(refusalOf(error)?.rule); } // 'reply-window'
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!isKenningError(error)) return undefined;
  const cause = error.cause;
  return typeof cause === 'object' && cause !== null && 'rule' in cause ? (cause as Refusal) : undefined;
}
