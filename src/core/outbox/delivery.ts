import { isKenningError, KenningError } from '../errors.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Repeat } from '../write.js';

/** How one entry is sent. */
export interface Delivery {
  /** What can happen when it is sent again whose answer was lost. */
  readonly repeat: Repeat;
  send(): Promise<unknown>;
  /** With `findable`: what an earlier send made, undefined when it did not arrive. */
  find?(): Promise<unknown | undefined>;
  /** What of a result is kept with the entry: never a text. Defaults to all of it. */
  keep?(result: unknown): unknown;
}

/**
 * Knows how entries of one target are sent. It throws a `KenningError` for an entry that it can not send.
 * The signal ends before the entry's lease does; every send MUST honor it, or a slow one may be doubled.
 */
export interface DeliveryTarget {
  (entry: OutboxEntry, options: { signal: AbortSignal }): Delivery;
  /** Entries of different queues are sent at the same time, for a target that writes them in one go. */
  readonly together?: boolean;
}

/** The delivery of an entry; one that only throws where the target refuses to make one. */
export function deliveryOf(target: DeliveryTarget, entry: OutboxEntry, signal: AbortSignal): Delivery {
  try {
    return target(entry, { signal });
  } catch (error) {
    const send = async () => {
      throw error;
    };
    return { repeat: 'keyed', send };
  }
}

/** Sends an entry, or looks it up first where an earlier send may have arrived. */
export async function attempt(
  delivery: Delivery,
  uncertain: boolean,
): Promise<{ result: unknown } | { error: unknown; uncertain: boolean }> {
  let open = uncertain;
  try {
    if (uncertain && delivery.repeat === 'findable') {
      const found = await delivery.find?.();
      if (found !== undefined) return { result: found };
      open = false;
    }
    return { result: await delivery.send() };
  } catch (error) {
    return { error, uncertain: open };
  }
}

/** Whether a lost answer of this delivery can be cleared up without a person. */
export function canRepeat(delivery: Delivery): boolean {
  return delivery.repeat === 'keyed' || (delivery.repeat === 'findable' && delivery.find !== undefined);
}

/** A target that an app did not configure is left to a process that has it. */
export function targetOf(targets: Record<string, DeliveryTarget>, name: string): DeliveryTarget | undefined {
  return Object.hasOwn(targets, name) ? targets[name] : undefined;
}

/** What a result leaves in the store: plain JSON of bounded size, else nothing. */
export function plainResult(delivery: Delivery, result: unknown): unknown {
  try {
    const text = JSON.stringify(delivery.keep ? delivery.keep(result) : result);
    return text === undefined || text.length > 100_000 ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why something failed, in words that hold no secret: only kenning's own messages promise that. */
export function problemOf(error: unknown): string {
  if (isKenningError(error)) return error.message.slice(0, 1000);
  const name = error instanceof Error ? error.name : typeof error;
  return `It failed in an unknown way (${name.slice(0, 100)}).`;
}

/** Given to a target that has no way for a verb. */
export function unsupportedVerb(entry: OutboxEntry): KenningError {
  return new KenningError('unsupported', `${entry.target} has no verb "${entry.verb}".`);
}
