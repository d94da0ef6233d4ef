import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carddav } from '../src/adapters/crms/carddav/index.js';
import { hubspot } from '../src/adapters/crms/hubspot/index.js';
import { salesforce } from '../src/adapters/crms/salesforce/index.js';
import { bluesky } from '../src/channels/connectors/bluesky/index.js';
import { feed } from '../src/channels/connectors/feed/index.js';
import { mastodon } from '../src/channels/connectors/mastodon/index.js';
import { memory } from '../src/core/store/memory.js';
import { kenning } from '../src/index.js';
import { FakeCrm } from '../src/testing/fake-crm/fake-crm.js';
import { fakeCrmAdapter } from '../src/testing/fake-crm/fake-crm-adapter.js';

/** What every system says that can not be worked with: each has its code and its next step, and nothing else is held up. */
const crmsAt = (url: string) => ({
  hubspot: hubspot({ portal: 1, baseUrl: url, accessToken: 'token-kanari' }),
  salesforce: salesforce({ domain: url, accessToken: 'token-kanari' }),
  carddav: carddav({ url: `${url}/`, credentials: () => ({ username: 'us', password: 'token-kanari' }) }),
});
const channelsAt = (url: string) => ({
  mastodon: mastodon({ instance: url, accessToken: 'token-kanari' }),
  bluesky: bluesky({ service: url, identifier: 'us.example', password: 'token-kanari' }),
  feed: feed({ url: `${url}/feed` }),
});

async function synced(url: string) {
  const crm = new FakeCrm();
  crm.add({ first_name: 'Maya', email: 'maya@lindqvist.example' });
  const app = kenning({
    store: memory(),
    crms: { ...crmsAt(url), healthy: fakeCrmAdapter(crm) },
    channels: channelsAt(url),
  });
  const report = await app.sync();
  await app.close();
  return { contacts: report.contacts, errors: new Map(report.failed.map(({ from, error }) => [from, error])) };
}

const originOf = (server: Server, scheme: string) =>
  new Promise<string>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );

describe('a server whose certificate nobody trusts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  let server: Server;
  let url = '';
  let asked = 0;
  beforeAll(async () => {
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync('openssl', [...made, '-subj', '/CN=localhost'], { stdio: 'ignore' });
    server = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
      asked += 1;
      response.end();
    });
    url = await originOf(server, 'https');
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('is told no secret; each system says whose move it is, and the rest of the sync goes on', async () => {
    const { contacts, errors } = await synced(url);
    expect(contacts).toBe(1);
    expect([...errors.keys()].sort()).toEqual(['bluesky', 'carddav', 'feed', 'hubspot', 'mastodon', 'salesforce']);
    for (const { code, retryable, message } of errors.values()) {
      expect([code, retryable]).toEqual(['network', false]);
      expect(message).toMatch(/certificate is not trusted \(\w+\)\. Its operator must renew it/);
      expect(message).not.toContain('kanari');
    }
    expect(asked).toBe(0);
  });
});

describe('a server that refuses', () => {
  let status = 0;
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"no"}');
  });
  let url = '';
  beforeAll(async () => {
    url = await originOf(server, 'http');
  });
  afterAll(() => void server.close());

  it.each([
    [401, 'auth', /sign in again|credentials|token|login/i],
    [402, 'forbidden', /plan|may not/],
    [403, 'forbidden', /may not/],
  ] as const)('by %i is %s in every system, and the rest of the sync goes on', async (refusal, code, says) => {
    status = refusal;
    const { contacts, errors } = await synced(url);
    expect(contacts).toBe(1);
    expect(errors.size).toBe(6);
    for (const [from, error] of errors) {
      expect([from, error.code, error.retryable]).toEqual([from, code, false]);
      expect(error.message).toMatch(says);
      expect(error.message).not.toContain('kanari');
    }
  });
});
