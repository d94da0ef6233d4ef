import type { z } from 'zod';
import { isKenningError, KenningError } from '../../../core/errors.js';
import { recordError } from './hubspot-error.js';
import { recordsIn } from './records-in.js';
import type { batchView, RecordView } from './views.js';

/** The most records that one call reads or writes. */
export const batchSize = 100;

export type WriteVerb = 'create' | 'update' | 'upsert';

/** One part of a batch: what is sent of it, without the mark by which its answer is told from others'. */
export type BatchInput = Record<string, unknown>;

/** What became of one record of a batch. */
export type BatchResult = { record: RecordView } | { error: unknown };

type Batch<Answer> = (
  verb: WriteVerb,
  object: string,
  inputs: readonly BatchInput[],
  signal?: AbortSignal,
) => Promise<Answer>;

/** Writes many in as few calls as may be. One that is refused does not keep the others from being written. */
export type BatchWrite = Batch<BatchResult[]>;

/** Refusals of a whole batch after which its records are tried one by one. */
const mayBeOneRecord = ['invalid', 'not-found', 'conflict'] as const;

/** @param send sends one batch and gives what HubSpot answers */
export function writeBatch(send: Batch<z.infer<typeof batchView>>): BatchWrite {
  const sendPart: BatchWrite = async (verb, object, inputs, signal) => {
    // With a mark on each, HubSpot writes what it can and says which it could not.
    const marked = inputs.map((input, at) => ({ ...input, objectWriteTraceId: String(at) }));
    return resultsIn(await send(verb, object, marked, signal), inputs);
  };
  const one: BatchWrite = (...given) => sendPart(...given).catch((error: unknown) => [{ error }]);
  const part: BatchWrite = async (verb, object, inputs, signal) => {
    try {
      return await sendPart(verb, object, inputs, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (inputs.length === 1 || !mayBeOneRecord.some((code) => isKenningError(error, code)))
        return inputs.map(() => ({ error }));
      // It refuses all for one: nothing was written, and they go one by one.
      const results: BatchResult[] = [];
      for (const input of inputs) results.push(...(await one(verb, object, [input], signal)));
      return results;
    }
  };
  return async (verb, object, inputs, signal) => {
    const results: BatchResult[] = [];
    for (let at = 0; at < inputs.length; at += batchSize)
      results.push(...(await part(verb, object, inputs.slice(at, at + batchSize), signal)));
    return results;
  };
}

/** What became of each input, by the marks that HubSpot gives back. */
function resultsIn(
  { results: written, errors = [] }: z.infer<typeof batchView>,
  inputs: readonly BatchInput[],
): BatchResult[] {
  const { records } = recordsIn(written);
  const results: (BatchResult | undefined)[] = inputs.map(() => undefined);
  for (const [at, record] of records.entries()) {
    const inOrder = records.length === inputs.length ? at : undefined;
    const place = record.objectWriteTraceId === undefined ? inOrder : Number(record.objectWriteTraceId);
    if (place !== undefined && place in results) results[place] = { record };
  }
  const ids = inputs.map(({ id }) => String(id));
  let unnamed: KenningError | undefined;
  for (const error of errors) {
    const { objectWriteTraceId: marks = [], id: named = [] } = error.context ?? {};
    const places = [...marks.map(Number), ...named.map((id) => ids.indexOf(id))].filter((place) => place in results);
    for (const place of places) results[place] ??= { error: recordError(error) };
    if (places.length === 0) unnamed ??= recordError(error);
  }
  const silence = new KenningError('unexpected', 'HubSpot did not say what became of a record.');
  return results.map((result) => result ?? { error: unnamed ?? silence });
}
