import assert from 'node:assert/strict';
import type { Connector, Listing } from '../../../channels/connector.js';
import { listings } from '../../../channels/connector.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { FaultyFetch } from '../../http/faulty-fetch.js';
import { Absent } from '../absent.js';
import { pagesOf } from '../expect.js';
import type { SubjectWithExceptions } from '../facet.js';
import { type SuiteHands, type SuiteWorld, suiteHands } from '../suite-world.js';

type Eventually<Value> = Value | Promise<Value>;

/**
 * What people do on the network, and what they see there. Ids are the network's own; the connector may call things otherwise, so
 * that a suite knows what was said by its text. What is left out can not be done, and its rules are listed as absent.
 */
export interface NetworkSide {
  /** Somebody says something that this listing shows; gives its id. */
  say(listing: Listing, said: { text: string; at?: Instant }): Eventually<string>;
  edit?(id: string, text: string): Eventually<void>;
  remove?(id: string): Eventually<void>;
  /** Somebody answers; gives the answer's id. */
  answer?(id: string, text: string): Eventually<string>;
  /** Somebody says something beneath a post of ours, where only that can be hidden; gives its id. */
  comment?(text: string): Eventually<string>;
  /** The texts of all that our account has said, and that stands. */
  written?(): Eventually<string[]>;
  likes?(id: string): Eventually<number>;
  isHidden?(id: string): Eventually<boolean>;
  stands?(id: string): Eventually<boolean>;
  /** Somebody who is there. */
  person?(): Eventually<{ handle: string; name: string }>;
  /** The request by which the network's webhook tells that something was said, signed. */
  deliver?(id: string): Eventually<Request>;
}

export interface OpenedNetwork {
  /** Makes a connector for the network. Called again, it makes another one, as a new process would. */
  connect(): Connector;
  network: NetworkSide;
  close?(): Eventually<void>;
}

/** A connector to be tried. */
export interface ConnectorSubject extends SubjectWithExceptions {
  /** Makes a network on which nobody has said anything. */
  open(world: SuiteWorld): Eventually<OpenedNetwork>;
  /** The connector gets a new credential when one is refused. Defaults to false. */
  renews?: boolean;
}

/** A network that is being tried. */
export interface TriedNetwork extends Omit<SuiteHands, 'way'> {
  connector: Connector;
  /** Another connector for the same network. */
  connect(): Connector;
  network: NetworkSide;
  way: FaultyFetch | undefined;
}

/** Opens a network, does something with it, and closes it. */
export async function withNetwork(
  subject: ConnectorSubject,
  work: (tried: TriedNetwork) => Promise<void>,
): Promise<void> {
  const hands = suiteHands();
  const { connect, network, close } = await subject.open(hands.world);
  try {
    await work({ ...hands, connector: connect(), connect, network, way: hands.way() });
  } finally {
    await close?.();
  }
}

/** Something that people can do on the network. @throws Absent where they can not */
export function feasible<Name extends keyof NetworkSide>(
  network: NetworkSide,
  name: Name,
): NonNullable<NetworkSide[Name]> {
  const able = network[name];
  if (!able) throw new Absent(`nobody can ${name} on this network here`);
  return able.bind(network) as unknown as NonNullable<NetworkSide[Name]>;
}

type List = (options?: PageOptions) => Promise<Page<Observed>>;

/** The listings that a connector has. @throws Absent where it has none */
export function listingsOf(connector: Connector): [Listing, List][] {
  const found = listings.flatMap((name): [Listing, List][] => {
    const list = connector[name];
    return list ? [[name, list.bind(connector)]] : [];
  });
  if (found.length === 0) throw new Absent('there is no listing');
  return found;
}

/** Does something with each listing, on a network of its own. */
export async function everyListing(
  subject: ConnectorSubject,
  work: (tried: TriedNetwork & { listing: Listing; list: List; listOf(connector: Connector): List }) => Promise<void>,
): Promise<void> {
  let names: Listing[] = [];
  await withNetwork(subject, async ({ connector }) => {
    names = listingsOf(connector).map(([name]) => name);
  });
  for (const listing of names)
    await withNetwork(subject, async (tried) => {
      const listOf = (connector: Connector): List => {
        const list = connector[listing];
        assert.ok(list, `${listing} is there every time`);
        return list.bind(connector);
      };
      await work({ ...tried, listing, list: listOf(tried.connector), listOf });
    });
}

export type Said = Extract<Observed, { type: 'said' }>;

/** What was said, of what was seen. */
export function saidIn(pages: readonly Page<Observed>[]): Said[] {
  return pages.flatMap(({ items }) => items.filter((item): item is Said => item.type === 'said'));
}

/** Everything that a listing gives to one walk. */
export function walkOf(list: List, options: { limit?: number; cursor?: string } = {}): Promise<Page<Observed>[]> {
  return pagesOf<Observed, Page<Observed>>((page) => list(page), options);
}

/** The first that says a text, whatever stands around it. */
export function saying(items: readonly Said[], text: string): Said | undefined {
  return items.find(({ interaction }) => interaction.content.text.includes(text));
}

/** How often each text was said. */
export function timesSaid(items: readonly Said[], texts: readonly string[]): number[] {
  return texts.map((text) => items.filter(({ interaction }) => interaction.content.text.includes(text)).length);
}

/** Texts of which none is a part of another. */
export const textNumber = (at: number): string => `Bell number ${String(at).padStart(3, '0')} is loud.`;

const begin = Date.UTC(2026, 4, 4, 9);
export const minutes = (count: number): Instant => new Date(begin + count * 60_000).toISOString();

/** Somebody says many things, a minute apart. */
export async function sayMany(network: NetworkSide, listing: Listing, count: number, from = 0): Promise<string[]> {
  const texts = Array.from({ length: count }, (_, at) => textNumber(from + at));
  for (const [at, text] of texts.entries()) await network.say(listing, { text, at: minutes(from + at) });
  return texts;
}
