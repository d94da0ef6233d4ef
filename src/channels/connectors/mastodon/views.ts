import { z } from 'zod';

// What the connector reads of an instance's answers, and no more. An optional part that is not understood counts as
// absent, so that other servers of the same API, and new shapes, never cost the post.
const maybe = <Type extends z.ZodType>(type: Type) => type.optional().catch(undefined);
const text = maybe(z.string());
const flag = maybe(z.boolean());
const number = maybe(z.number().int().nonnegative());
const address = maybe(z.url({ protocol: /^https?$/ }).max(2000));
const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'is no time');
const list = <Type extends z.ZodType>(type: Type, most: number) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.slice(0, most).flatMap((item) => {
        const parsed = type.safeParse(item);
        return parsed.success ? [parsed.data as z.infer<Type>] : [];
      }),
    );

/** An id is valid on one instance, and nothing but opaque text. */
export const id = z.string().min(1).max(200);

const emojis = list(z.object({ shortcode: z.string().min(1).max(200), url: address }), 500);

export const accountView = z.object({
  id,
  username: z.string().min(1).max(500),
  acct: z.string().min(1).max(1000),
  uri: address,
  url: address,
  display_name: text,
  note: text,
  avatar: address,
  bot: flag,
  group: flag,
  suspended: flag,
  discoverable: flag,
  indexable: flag,
  followers_count: number,
  statuses_count: number,
  fields: list(z.object({ name: text, value: z.string(), verified_at: maybe(time) }), 50),
  emojis,
});
export type AccountView = z.infer<typeof accountView>;

const mention = z.object({
  id,
  username: z.string().min(1).max(500),
  acct: z.string().min(1).max(1000),
  url: address,
});
export type MentionView = z.infer<typeof mention>;

const media = z.object({ type: text, url: address, remote_url: address, description: text });
const card = z.object({ url: address, title: text, description: text });
const poll = z.object({ votes_count: number, options: list(z.object({ title: z.string() }), 50) });
const quote = z.object({ quoted_status_id: maybe(id), quoted_status: maybe(z.object({ id })) });

export const statusView = z.object({
  id,
  account: accountView,
  content: z.string(),
  created_at: time,
  edited_at: maybe(time),
  visibility: text,
  uri: address,
  url: address,
  in_reply_to_id: maybe(id),
  in_reply_to_account_id: maybe(id),
  reblog: maybe(z.object({ id, url: address })),
  quote: maybe(quote),
  spoiler_text: text,
  language: text,
  /** Only some servers give it: the words as they were sent. */
  text,
  mentions: list(mention, 300),
  tags: list(z.object({ name: z.string().min(1).max(1000) }), 300),
  emojis,
  media_attachments: list(media, 100),
  card: maybe(card),
  poll: maybe(poll),
  favourites_count: number,
  reblogs_count: number,
  replies_count: number,
  quotes_count: number,
});
export type StatusView = z.infer<typeof statusView>;

export const notificationView = z.object({
  id,
  type: z.string(),
  created_at: time,
  account: accountView,
  status: z.unknown().optional(),
});

export const instanceView = z.object({
  domain: text,
  account_domain: text,
  source_url: text,
  api_versions: maybe(z.object({ mastodon: number })),
  configuration: maybe(
    z.object({
      urls: maybe(z.object({ streaming: text })),
      statuses: maybe(z.object({ max_characters: number, characters_reserved_per_url: number })),
    }),
  ),
});

export const listOf = z.array(z.unknown());
export const context = z.object({ ancestors: listOf, descendants: listOf });
export const statusSearch = z.object({ statuses: listOf });
export const peopleSearch = z.object({ accounts: listOf });
export const accountSearch = z.object({ accounts: list(accountView, 100) });
