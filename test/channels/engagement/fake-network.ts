import type { Connector, ReplyDraft, TargetDraft, Write, WriteVerb, Written } from '../../../src/channels/connector.js';
import type { EngagementVerb } from '../../../src/channels/engagement/intent.js';
import type { InteractionRef } from '../../../src/core/model/interaction.js';
import type { Network } from '../../../src/core/model/network.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Repeat } from '../../../src/core/write.js';

const at = '2026-05-04T09:00:00.000Z';
export const refOf = (externalId: string): InteractionRef => ({ network: 'fake', realm: '', externalId });

/** What somebody said to us on the fake network. */
export function said(externalId: string, more: { author?: string; at?: string; kind?: string; root?: string } = {}) {
  const { author = 'maya', at: time = at, kind = 'post', root } = more;
  return {
    type: 'said',
    interaction: {
      ...refOf(externalId),
      kind,
      at: time,
      content: { text: `words of ${author}` },
      ...(root && { root: refOf(root), inReplyTo: refOf(root) }),
      origin: 'api',
      participants: [
        { role: 'author', of: { source: 'fake', externalId: author } },
        { role: 'mentioned', of: { source: 'fake', externalId: 'us' } },
      ],
    },
    profiles: [profile(author), { ...profile('us'), own: true }],
  } satisfies Observed;
}

export function profile(externalId: string) {
  return {
    source: 'fake',
    externalId,
    kind: 'profile' as const,
    party: 'person' as const,
    identifiers: [],
    attributes: { name: externalId },
    origin: 'api' as const,
    observedAt: at,
  };
}

/** Where the fake network keeps what was written. */
export interface Wall {
  keys(): string[];
  write(key: string, verb: EngagementVerb): void;
}

/** A wall in memory, which remembers drafts too. */
export class MemoryWall implements Wall {
  readonly written: string[] = [];
  keys = () => this.written;
  write(key: string) {
    this.written.push(key);
  }
}

export interface FakeOptions {
  wall: Wall;
  repeat?: Repeat;
  verbs?: readonly EngagementVerb[];
  limits?: Network['limits'];
  terms?: Network['terms'];
  id?: string;
  /** Called before and after a write; what it throws is what the caller sees. */
  fault?: (moment: 'before' | 'after', write: Write<unknown>, verb: EngagementVerb) => unknown;
}

/** A network that keeps what it is told, and knows, finds or does not know keys. */
export function fakeNetwork(options: FakeOptions): Connector {
  const { wall, repeat = 'keyed', verbs = ['reply', 'publish', 'message', 'like', 'hide', 'remove'] } = options;
  const written = (verb: EngagementVerb, { key, draft }: Write<unknown>): Written => {
    const ref = refOf(`by-${key}`);
    const of = (draft as Partial<TargetDraft>).of;
    if (of) return { ref: of, at };
    const { text, to } = draft as ReplyDraft;
    return {
      ref,
      at,
      permalink: `https://fake.example/${key.length}`,
      observed: {
        type: 'said',
        interaction: {
          ...ref,
          kind: 'post',
          at,
          content: { text },
          ...(verb === 'reply' && { inReplyTo: to, root: (draft as ReplyDraft).root ?? to }),
          origin: 'api',
          participants: [{ role: 'author', of: { source: 'fake', externalId: 'us' } }],
        },
        profiles: [profile('us')],
      },
    };
  };
  const verbOf = (verb: EngagementVerb): WriteVerb<unknown> => ({
    repeat,
    async send(write) {
      await options.fault?.('before', write, verb);
      if (repeat !== 'keyed' || !wall.keys().includes(write.key)) wall.write(write.key, verb);
      await options.fault?.('after', write, verb);
      return written(verb, write);
    },
    ...(repeat === 'findable' && {
      find: async (write: Write<unknown>) => (wall.keys().includes(write.key) ? written(verb, write) : undefined),
    }),
  });
  return {
    contract: 1,
    network: {
      id: options.id ?? 'fake',
      name: 'Fake',
      controlledBy: 'customer',
      ...(options.limits && { limits: options.limits }),
      ...(options.terms && { terms: options.terms }),
    },
    ...Object.fromEntries(verbs.map((verb) => [verb, verbOf(verb)])),
  };
}
