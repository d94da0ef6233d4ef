import { z } from 'zod';
import { KenningError } from '../../core/errors.js';
import { interactionId } from '../../core/model/id.js';
import { type SourceRef, sourceRef } from '../../core/model/source-ref.js';
import { problemIn } from '../../core/problem-in.js';
import { type By, by } from './actor.js';

interface Acting {
  by: By;
  /**
   * Stable for the intent: the same key never writes twice, and gives what it gave before. Defaults to a hash of what, to
   * whom, by whom and the day, so that a double click sends once; then what failed or was taken back can be asked again.
   */
  key?: string;
}

interface Answering extends Acting {
  /** The app's name of the channel; needed only when several channels saw the interaction. */
  channel?: string;
}

export interface ReplyInput extends Answering {
  /** The id of the interaction that is answered. */
  to: string;
  text: string;
  /** BCP 47. */
  language?: string;
  /** What for. `service` goes out unless it was refused; every other purpose needs a grant. Defaults to `service`. */
  purpose?: string;
  /** The playbook that a machine answers by. Without one, what a machine writes waits for a person. */
  playbook?: string;
}

export interface PublishInput extends Acting {
  channel: string;
  text: string;
  language?: string;
}

export interface MessageInput extends Acting {
  channel: string;
  /** The network's own id of the account. */
  to: SourceRef;
  /** What it is about; e-mails need it. */
  subject?: string;
  text: string;
  /** What for. `service` goes out unless it was refused; every other purpose needs a grant. Defaults to `service`. */
  purpose?: string;
}

export interface LikeInput extends Answering {
  /** The id of the interaction. */
  of: string;
}

export interface ModerateInput extends Answering {
  /** The id of the interaction. */
  of: string;
  /** Why; it stays in the audit. */
  reason: string;
}

const name = z.string().min(1).max(100);
const acting = { by, key: z.string().min(1).max(500).optional() };
const answering = { ...acting, channel: name.optional() };
const text = z.string().max(100_000);
const language = z.string().min(1).max(50).optional();
const purpose = name.optional();

export const replyInput = z.strictObject({
  ...answering,
  to: interactionId,
  text,
  language,
  purpose,
  playbook: z.string().min(1).max(200).optional(),
});
export const publishInput = z.strictObject({ ...acting, channel: name, text, language });
export const messageInput = z.strictObject({
  ...acting,
  channel: name,
  to: sourceRef,
  subject: z.string().trim().min(1).max(500).optional(),
  text,
  purpose,
});
export const likeInput = z.strictObject({ ...answering, of: interactionId });
export const moderateInput = z.strictObject({ ...answering, of: interactionId, reason: z.string().max(2000) });

const ids = z.array(z.string().min(1).max(100)).max(1000);
export const approveInput = z.strictObject({ id: z.string().min(1).max(100), by });
export const decideInput = z.strictObject({ ids, by });
export const settleInput = z.strictObject({ ids, by, as: z.enum(['done', 'pending', 'cancelled']) });
export const pauseInput = z.strictObject({ reason: z.string().max(2000), by, channel: name.optional() });
export const resumeInput = z.strictObject({ by, channel: name.optional() });

/** Reads what an app wants; an unknown option is an error that names it. */
export function readInput<Output>(schema: z.ZodType<Output>, input: unknown, verb: string): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new KenningError('invalid', `${verb}(): ${problemIn(parsed.error)}.`);
}
