import { z } from 'zod';

// What the connector reads of the AppView's answers, and no more. An optional part that is not understood counts as
// absent, so that a new shape there never costs the post.
const maybe = <Type extends z.ZodType>(type: Type) => type.optional().catch(undefined);
const text = maybe(z.string());
const number = maybe(z.number().int().nonnegative());
const anything = z.unknown().optional();
const list = z.array(z.unknown()).catch([]);

export const atUri = z.string().startsWith('at://').max(2000);
const strongRef = z.object({ uri: atUri, cid: z.string() });
const labels = z.array(z.object({ val: z.string(), neg: z.boolean().optional() })).catch([]);

export const profileView = z.object({
  did: z.string().startsWith('did:').max(1000),
  handle: z.string().max(1000),
  displayName: text,
  description: text,
  website: text,
  avatar: text,
  followersCount: number,
  postsCount: number,
});
export type ProfileView = z.infer<typeof profileView>;

export const facet = z.object({
  index: z.object({ byteStart: z.number().int().nonnegative(), byteEnd: z.number().int().nonnegative() }),
  features: z.array(z.object({ did: text, uri: text, tag: text })),
});

const blob = maybe(z.object({ mimeType: text, size: number }));
const image = z.object({ fullsize: text, alt: text, image: blob });
const quoted = z.object({ uri: atUri });

/** An embed as the record or as the AppView writes it; the fields tell which. */
export const embed = z.object({
  images: z.array(image).catch([]),
  items: z.array(image).catch([]),
  external: maybe(z.object({ uri: z.string(), title: text, description: text })),
  playlist: text,
  video: blob,
  alt: text,
  record: maybe(z.union([quoted, z.object({ record: quoted })])),
  media: anything,
});

export const postRecord = z.object({
  text: z.string(),
  createdAt: z.string().catch(''),
  facets: list,
  langs: z.array(z.string()).catch([]),
  reply: maybe(z.object({ root: strongRef, parent: strongRef })),
  embed: anything,
});

export const postView = z.object({
  uri: atUri,
  cid: z.string().min(1).max(500),
  author: profileView,
  record: postRecord,
  embed: anything,
  indexedAt: z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'is no time'),
  likeCount: number,
  repostCount: number,
  replyCount: number,
  quoteCount: number,
  labels,
});
export type PostView = z.infer<typeof postView>;

export const posts = z.object({ posts: z.array(z.unknown()), cursor: text });
export const notifications = z.object({ notifications: z.array(z.unknown()), cursor: text });
export const notification = z.object({ uri: atUri });
export const actors = z.object({ actors: z.array(z.unknown()), cursor: text });
export const profiles = z.object({ profiles: z.array(z.unknown()) });
export const thread = z.object({ thread: anything });
export const threadNode = z.object({
  post: anything,
  uri: maybe(atUri),
  notFound: maybe(z.boolean()),
  blocked: maybe(z.boolean()),
  parent: anything,
  replies: list,
});
export const session = z.object({ did: z.string(), handle: z.string(), accessJwt: z.string(), refreshJwt: z.string() });
