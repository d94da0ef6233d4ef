import { describe, it } from 'vitest';
import { feed } from '../../../../src/channels/connectors/feed/index.js';
import { connectorSuite } from '../../../../src/testing/suites/connector/index.js';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '&lt;br&gt;');

describe('a feed', () => {
  connectorSuite(
    { describe, it },
    {
      except: {
        'listings: give what is new from where the last reading ended': 'a document that changed is read as a whole',
      },
      open({ served, timeoutMs, clock }) {
        const entries: { id: string; text: string; at: string }[] = [];
        const document = () => `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor</title>
          <id>https://blog.example/</id><updated>2026-05-04T09:00:00Z</updated><author><name>Ann</name></author>${entries
            .map(
              ({ id, text, at }) => `<entry><id>${id}</id><title>Entry</title><published>${at}</published>
              <updated>${at}</updated><content type="html">${escaped(escaped(text).replaceAll('&lt;br&gt;', '<br>'))}</content></entry>`,
            )
            .join('')}</feed>`;
        const fetch = served(
          () =>
            new Response(document(), {
              headers: { 'content-type': 'application/atom+xml', etag: `"${entries.length}"` },
            }),
        );
        const options = { url: 'https://blog.example/feed', fetch: fetch as typeof globalThis.fetch, timeoutMs, clock };
        return {
          connect: () => feed(options),
          network: {
            say(_listing, { text, at = '2026-05-04T09:00:00.000Z' }) {
              const id = `https://blog.example/${entries.length + 1}`;
              entries.unshift({ id, text, at });
              return id;
            },
            remove: (id) =>
              void entries.splice(
                entries.findIndex((one) => one.id === id),
                1,
              ),
          },
        };
      },
    },
  );
});
