// Ten quiet days of a made-up network, then a storm: it is told as it grows, sent to a chat, and kept.
import { type Connector, kenning, type Observed } from 'kenning';
import { memory } from 'kenning/memory';

const began = Date.UTC(2026, 10, 1);
const hour = 3_600_000;

function post(number: number, at: number, text: string): Observed {
  const author = { source: 'square', externalId: `person-${number % 40}` };
  return {
    type: 'said',
    interaction: {
      network: 'square',
      realm: '',
      externalId: String(number),
      kind: 'post',
      at: new Date(at).toISOString(),
      content: { text },
      participants: [{ role: 'author', of: author }],
      origin: 'api',
    },
    profiles: [
      {
        ...author,
        kind: 'profile',
        party: 'person',
        identifiers: [],
        attributes: {},
        origin: 'api',
        observedAt: new Date(at).toISOString(),
      },
    ],
  };
}

const quiet = Array.from({ length: 240 }, (_, at) => post(at, began + at * hour, `Acme ride ${at} in the sun`));
const storm = Array.from({ length: 60 }, (_, at) =>
  post(240 + at, began + 240 * hour + at * 60_000, `What a scam, the Acme brake failed on hill ${at}`),
);

const square: Connector = {
  contract: 1,
  network: {
    id: 'square',
    name: 'Square',
    controlledBy: 'customer',
    terms: {
      source: 'made up',
      checkedOn: '2026-11-24',
      rules: [{ name: 'all', allow: ['keep', 'analyze', 'derive', 'pass-on'] }],
    },
  },
  mentions: async () => ({ items: [...quiet, ...storm], rejected: [] }),
};

const app = kenning({
  store: memory(),
  channels: { square },
  listen: {
    queries: { brand: 'acme' },
    series: { brand: {} },
    targets: {
      // In earnest there is no `fetch` here, and the address is the chat's own.
      chat: {
        chat: 'https://chat.example/hooks/made-up',
        fetch: async (_url, request) => {
          console.log(JSON.parse(String(request?.body)).text);
          return new Response();
        },
      },
    },
  },
});
app.on('alert', ({ alert }) => console.log(alert.at, alert.id));
await app.sync();
await app.deliver();

for (const alert of await app.alerts({ series: 'brand' }))
  if (alert.kind === 'storm') console.log(alert.phase, alert.severity, alert.baseline.posts, alert.causes.words);
await app.close();
