import assert from 'node:assert/strict';
import type { Repeat } from '../../core/write.js';

const repeats: readonly Repeat[] = ['keyed', 'findable', 'unsafe'];

/** That an object has no member that its contract does not know: a misspelled verb would never be called. */
export function knowsOnly(subject: object, members: readonly string[]): void {
  const unknown = Object.keys(subject).filter((name) => !members.includes(name));
  assert.deepEqual(unknown, [], 'members that the contract does not know');
}

/** That verbs are functions, and writing verbs say whether they may be repeated. */
export function verbsAre(subject: object, verbs: { functions: readonly string[]; writes: readonly string[] }): void {
  const of = subject as Record<string, unknown>;
  for (const name of verbs.functions)
    assert.ok(of[name] === undefined || typeof of[name] === 'function', `${name} is a function`);
  for (const name of verbs.writes) {
    const verb = of[name] as { repeat?: Repeat; send?: unknown; find?: unknown } | undefined;
    if (verb === undefined) continue;
    assert.equal(typeof verb.send, 'function', `${name}.send is a function`);
    assert.ok(verb.repeat && repeats.includes(verb.repeat), `${name}.repeat is one of ${repeats}`);
    assert.equal(
      typeof verb.find === 'function',
      verb.repeat === 'findable',
      `${name}.find is there for findable writes`,
    );
  }
}
