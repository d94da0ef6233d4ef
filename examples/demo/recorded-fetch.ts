import day1 from './data/bluesky/day-1.json' with { type: 'json' };
import day2 from './data/bluesky/day-2.json' with { type: 'json' };

/** An answer of Bluesky as it was recorded. */
interface Exchange {
  method: string;
  path: string;
  query: string;
  status: number;
  body: unknown;
}

/** A `fetch` that plays a recorded story: what Bluesky said on its first day, and after `nextDay()` on its second. */
export interface RecordedBluesky {
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  nextDay(): void;
}

/**
 * Plays the demo's story in place of the network, so that the demo runs offline.
 *
 * @example
 * const recorded = recordedBluesky();
 * const brand = bluesky({ identifier: 'harborbikes.test', password: 'recorded', fetch: recorded.fetch });
 * await brand.mentions(); // three people speak to us
 * recorded.nextDay();
 * await brand.mentions(); // one thanks us, another joins; one post is gone, which `lookup` tells
 */
export function recordedBluesky(): RecordedBluesky {
  let today: readonly Exchange[] = day1;
  return {
    nextDay() {
      today = day2;
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname, searchParams } = new URL(request.url);
      const query = searchParams.toString();
      const same = (exchange: Exchange) => exchange.method === request.method && exchange.path === pathname;
      // Signing in and answering happened on the first day only, and they go the same way whatever is sent.
      const exact =
        request.method === 'POST'
          ? day1.find(same)
          : today.find((exchange) => same(exchange) && exchange.query === query);
      if (exact) return Response.json(exact.body, { status: exact.status });
      const assembled = assemble(pathname, searchParams, today);
      return assembled
        ? Response.json(assembled)
        : Response.json({ error: 'NotRecorded', message: `${pathname} was not recorded` }, { status: 400 });
    },
  };
}

type Item = Record<string, unknown>;

/** Answers batches that were not asked for in this very combination, from the parts that were recorded that day. */
function assemble(path: string, query: URLSearchParams, today: readonly Exchange[]): unknown {
  const all = (field: string) =>
    today.flatMap(({ body }) => ((body as Record<string, Item[] | undefined>)[field] ?? []) as Item[]);
  const pick = (items: Item[], key: string, wanted: string[]) =>
    wanted.flatMap((one) => items.find((item) => item[key] === one) ?? []);
  if (path.endsWith('app.bsky.feed.getPosts')) return { posts: pick(all('posts'), 'uri', query.getAll('uris')) };
  if (path.endsWith('app.bsky.actor.getProfiles')) {
    const single = today.filter((exchange) => exchange.path.endsWith('getProfile')).map(({ body }) => body as Item);
    return { profiles: pick([...all('profiles'), ...single], 'did', query.getAll('actors')) };
  }
  if (path.endsWith('app.bsky.notification.listNotifications')) {
    const notifications = query.has('cursor') ? [] : all('notifications');
    return { notifications: notifications.slice(0, Number(query.get('limit') ?? 50)) };
  }
  if (path.endsWith('app.bsky.feed.searchPosts')) return { posts: [] };
  return undefined;
}
