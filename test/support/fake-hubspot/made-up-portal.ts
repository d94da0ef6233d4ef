import { readFileSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { type HubspotOptions, hubspot } from '../../../src/adapters/crms/hubspot/index.js';
import type { Clock } from '../../../src/core/clock.js';
import { turnedClock } from '../../core/outbox/clerk.js';
import { exchangeProblems, noOracle } from './client-oracle.js';
import { FakeHubspot } from './fake-hubspot.js';
import { portalId } from './hubspot-answers.js';
import { serveHubspot } from './serve-hubspot.js';

if (noOracle) console.warn(`skipped: HubSpot’s own client as the judge (${noOracle})`);

const answers = JSON.parse(readFileSync(new URL('../../fixtures/hubspot/portal.json', import.meta.url), 'utf8')) as {
  properties: Record<string, { name: string }[]>;
  pipelines: Record<string, unknown[]>;
};

/** A fake with HubSpot's own properties and pipelines, and some of the portal's. */
export function madeUpHubspot(clock: Clock): FakeHubspot {
  const fake = new FakeHubspot(clock);
  fake.propertyDefinitions = answers.properties;
  fake.pipelines = answers.pipelines;
  for (const [object, properties] of Object.entries(answers.properties))
    fake.records.define(
      object,
      properties.map(({ name }) => name),
    );
  const readOnly = ['hs_merged_object_ids', 'hs_object_id', 'createdate', 'lastmodifieddate'];
  fake.records.define('contacts', readOnly, { readOnly: true });
  fake.records.define('contacts', ['email'], { unique: true });
  fake.records.define('contacts', ['favorite_bike'], { maxLength: 65_536 });
  fake.records.define('notes', ['hs_note_body'], { maxLength: 65_536 });
  return fake;
}

/** A portal, and an adapter that reads it over real HTTP. */
export async function madeUpPortal(options: Partial<HubspotOptions> = {}) {
  const clock = turnedClock(Date.UTC(2026, 10, 24, 10));
  const fake = madeUpHubspot(clock);
  const { baseUrl, stop } = await serveHubspot(fake);
  const crm = hubspot({ portal: portalId, accessToken: 'pat-na1-made-up', baseUrl, clock, ...options });
  /** Ends it. Whatever was asked and answered must be as HubSpot's own client would have it. */
  const close = async () => {
    await stop();
    judge(fake);
  };
  return { fake, clock, crm, baseUrl, records: fake.records, close };
}

/** The same for one test, at whose end it is closed and judged. */
export async function openPortal(options: Partial<HubspotOptions> = {}) {
  const portal = await madeUpPortal(options);
  onTestFinished(portal.close);
  return portal;
}

/** Fails where HubSpot's own client would not have asked or would not understand. */
export function judge(fake: FakeHubspot): void {
  if (!noOracle) expect(exchangeProblems(fake.exchanges).slice(0, 20)).toEqual([]);
}

/** Everything that a listing gives, page after page, and where the next begins. */
export async function readAll<Item>(
  list: (options: { cursor?: string; since?: string; limit?: number }) => Promise<{
    items: Item[];
    rejected: unknown[];
    next?: string;
    changed?: string;
  }>,
  options: { since?: string; limit?: number } = {},
) {
  const items: Item[] = [];
  const rejected: unknown[] = [];
  for (let cursor: string | undefined, pages = 0; ; pages++) {
    const page = await list({ ...options, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    rejected.push(...page.rejected);
    if (page.next === undefined)
      return { items, rejected, pages: pages + 1, ...(page.changed && { changed: page.changed }) };
    cursor = page.next;
  }
}
