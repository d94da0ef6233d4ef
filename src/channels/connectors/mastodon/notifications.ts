import type { z } from 'zod';
import type { Observed } from '../../../core/model/observed.js';
import type { Rejected } from '../../../core/page.js';
import { readAll } from '../../read-all.js';
import { profileOf, type Sight } from './account.js';
import { refOf } from './status.js';
import { notificationView, type StatusView, statusView } from './views.js';

type Notification = z.infer<typeof notificationView>;

/** Since this version of its API, Mastodon has quotes. */
const quoteVersion = 7;
const spoken = ['mention', 'quote'];
const kinds: Readonly<Record<string, string>> = { favourite: 'reaction', reblog: 'share', follow: 'follow' };
/** What servers tell besides, whether or not it was asked for: nobody says anything with it. */
const others =
  /^(?:status|update|quoted_update|poll|follow_request|admin\.\w+|severed_relationships|moderation_warning|pleroma:\w+)$/;

/** The notifications that are read. One that a server does not know may cost the request. */
export function notificationTypes(reactions: boolean | undefined, apiVersion: number): string[] {
  return ['mention', ...(apiVersion >= quoteVersion ? ['quote'] : []), ...(reactions ? Object.keys(kinds) : [])];
}

const isKnown = (type: string) => spoken.includes(type) || type in kinds || others.test(type);

/** Reads notifications in their order: what was said to us, and with reactions what was done to us. */
export async function readNotifications(
  items: readonly unknown[],
  types: readonly string[],
  sight: Sight,
  rejected: Rejected[],
  observe: (statuses: StatusView[]) => Promise<Observed[]>,
): Promise<Observed[]> {
  const read = readAll(items, notificationView, rejected);
  const wanted = read.filter(({ type }) => types.includes(type));
  for (const item of read)
    if (!isKnown(item.type)) rejected.push({ reason: 'type: nobody knows of such notifications', at: item.id, item });
  const said = wanted
    .filter(({ type }) => spoken.includes(type))
    .map(({ id, status }) => [id, readAll([status], statusView, rejected)[0]] as const);
  const statuses = said.flatMap(([, status]) => status ?? []);
  const observed = await observe(statuses);
  const byStatus = new Map(statuses.map(({ id }, index) => [id, observed[index] as Observed]));
  const statusOf = new Map(said);
  return wanted.flatMap((notification) => {
    if (!spoken.includes(notification.type)) return [reactionOf(notification, sight)];
    const id = statusOf.get(notification.id)?.id;
    return (id && byStatus.get(id)) || [];
  });
}

/** A favor, boost or follow. The instance gives it no id of its own but that of our notification. */
function reactionOf({ id, type, created_at, account, status }: Notification, sight: Sight): Observed {
  const profile = profileOf(account, sight);
  const of = statusView.pick({ id: true }).safeParse(status).data?.id;
  return {
    type: 'said',
    interaction: {
      ...refOf(`notification:${id}`, sight.realm),
      kind: kinds[type] as string,
      at: new Date(created_at).toISOString(),
      content: { text: '' },
      ...(of && { about: [refOf(of, sight.realm)] }),
      origin: 'api',
      participants: [
        { role: 'author', of: { source: profile.source, externalId: account.id } },
        ...(sight.me ? [{ role: 'recipient' as const, of: { source: profile.source, externalId: sight.me } }] : []),
      ],
    },
    profiles: [profile],
  };
}
