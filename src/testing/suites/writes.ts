import assert from 'node:assert/strict';
import { isKenningError } from '../../core/errors.js';
import type { CallOptions } from '../../core/page.js';
import type { Repeat } from '../../core/write.js';
import { faults } from '../http/faults.js';
import type { Fault, FaultyFetch } from '../http/faulty-fetch.js';
import { Absent } from './absent.js';
import { ends } from './expect.js';

/** A verb that writes, whatever it writes. */
export interface Writing<Draft, Result> {
  readonly repeat: Repeat;
  send(draft: Draft, options?: CallOptions): Promise<Result>;
  find?(draft: Draft, options?: CallOptions): Promise<Result | undefined>;
}

/** Whether requests of this kind change anything. */
const writes = ({ method }: Request) => !['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'REPORT'].includes(method);

/** Only requests that write go wrong. */
export const onWrites =
  (fault: Fault): Fault =>
  (request, server) =>
    writes(request) ? fault(request, server) : server(request);

/**
 * Writes on a way where the answer to the write is lost, and goes on as the outbox does: a keyed write is sent again, a
 * findable one is looked for and sent again only when it did not arrive. One that nobody can know of is left.
 */
export async function writeThroughLoss<Draft, Result>(
  verb: Writing<Draft, Result>,
  draft: Draft,
  way: FaultyFetch | undefined,
): Promise<void> {
  if (!way) throw new Absent('it asks nothing by HTTP');
  way.break(onWrites(faults.answerLost));
  const first = await ends(
    verb.send(draft).then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
    'a write whose answer is lost',
  );
  way.heal();
  if (!first) return;
  assert.ok(isKenningError(first.error), `not a KenningError: ${String(first.error)}`);
  if (verb.repeat === 'unsafe') return;
  if (verb.repeat === 'findable') {
    const found = await verb.find?.(draft);
    assert.ok(found, 'what was written is found');
    return;
  }
  await verb.send(draft);
}

/** Sends the same write once more, as its verb says that it may be. */
export async function repeatWrite<Draft, Result>(verb: Writing<Draft, Result>, draft: Draft): Promise<Result> {
  if (verb.repeat === 'keyed') return verb.send(draft);
  if (verb.repeat === 'unsafe') throw new Absent('nobody can know whether it was written');
  const found = await verb.find?.(draft);
  assert.ok(found, 'what was written is found by its key');
  return found;
}
