import type { Attachment } from '../../../core/model/content.js';
import { countsOf } from '../../../core/model/count.js';
import type { InteractionRef, ObservedInteraction } from '../../../core/model/interaction.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Origin, Profile } from '../../../core/model/source-record.js';
import { entitiesOf } from './facets.js';
import { thinProfile } from './profile.js';
import { embed, type PostView } from './views.js';

/** Names a post by its `at://` address. */
export function refOf(externalId: string): InteractionRef {
  return { network: 'bluesky', realm: '', externalId };
}

/** The parts of `at://did/collection/rkey`. */
export function partsOf(uri: string): { did: string; collection: string; rkey: string } {
  const [, , did = '', collection = '', rkey = ''] = uri.split('/');
  return { did, collection, rkey };
}

/** Whether moderation hid or took down a post. */
export function isHidden({ labels }: PostView): boolean {
  return labels.some(({ val, neg }) => !neg && (val === '!hide' || val === '!takedown'));
}

/** A post as an interaction, or that it is hidden. Profiles of the others who take part are thin. */
export function observedOf(post: PostView, author: Profile, me?: string, origin: Origin = 'api'): Observed {
  const at = instantOf(post);
  const of = refOf(post.uri);
  if (isHidden(post)) return { type: 'hidden', of, at, by: 'network' };
  const interaction = interactionOf(post, at, origin);
  const others = new Set(interaction.participants.map(({ of: { externalId } }) => externalId));
  others.delete(author.externalId);
  const profiles = [...others].map((did) => thinProfile(did, author.observedAt, did === me));
  return { type: 'said', interaction, profiles: [author, ...profiles] };
}

function interactionOf(post: PostView, at: string, origin: Origin): ObservedInteraction {
  const { record, author } = post;
  const { entities, mentioned } = entitiesOf(record.text, record.facets);
  const attachments = attachmentsOf(post.embed ?? record.embed);
  const quoted = quotedOf(record.embed);
  const answered = record.reply && partsOf(record.reply.parent.uri).did;
  const person = (did: string) => ({ source: 'bluesky', externalId: did });
  const counts = countsOf({
    LikeAction: post.likeCount,
    ShareAction: post.repostCount,
    CommentAction: post.replyCount,
    QuoteAction: post.quoteCount,
  });
  const language = record.langs[0];
  return {
    ...refOf(post.uri),
    kind: 'post',
    at,
    content: {
      text: record.text,
      ...(entities.length && { entities }),
      ...(attachments.length && { attachments }),
      ...(language && language.length <= 50 && { language }),
    },
    version: post.cid,
    ...(record.reply && { root: refOf(record.reply.root.uri), inReplyTo: refOf(record.reply.parent.uri) }),
    ...(quoted && { about: [refOf(quoted)] }),
    visibility: 'public',
    permalink: permalinkOf(post.uri, author.handle),
    origin,
    participants: [
      { role: 'author', of: person(author.did) },
      ...(answered && answered !== author.did ? [{ role: 'recipient' as const, of: person(answered) }] : []),
      ...mentioned.map((did) => ({ role: 'mentioned' as const, of: person(did) })),
    ],
    ...(counts.length && { counts }),
  };
}

export function permalinkOf(uri: string, handle: string): string {
  const { did, rkey } = partsOf(uri);
  return `https://bsky.app/profile/${handle && handle !== 'handle.invalid' ? handle : did}/post/${rkey}`;
}

/** The post that an embed quotes. */
export function quotedOf(embedded: unknown): string | undefined {
  const record = embed.safeParse(embedded).data?.record;
  const uri = record && ('uri' in record ? record.uri : record.record.uri);
  return uri && partsOf(uri).collection === 'app.bsky.feed.post' ? uri : undefined;
}

/** When it was said. Authors write that down themselves; what can not be true gives way to when it was seen. */
function instantOf({ record: { createdAt }, indexedAt }: PostView): string {
  const seen = Date.parse(indexedAt);
  const said = /^20[2-9]\d-\d\d-\d\dT/.test(createdAt) ? Date.parse(createdAt) : Number.NaN;
  return new Date(said <= seen ? said : seen).toISOString();
}

function attachmentsOf(embedded: unknown): Attachment[] {
  const { data } = embed.safeParse(embedded);
  if (!data) return [];
  const own: Attachment[] = [...data.images, ...data.items].map(({ fullsize, alt, image }) =>
    attachment({ type: 'image', url: fullsize, description: alt, mediaType: image?.mimeType, bytes: image?.size }),
  );
  const { external, playlist, video, alt } = data;
  if (external)
    own.push(attachment({ type: 'link', url: external.uri, name: external.title, description: external.description }));
  if (playlist || video)
    own.push(
      attachment({ type: 'video', url: playlist, description: alt, mediaType: video?.mimeType, bytes: video?.size }),
    );
  return data.media === undefined ? own : [...own, ...attachmentsOf({ ...(data.media as object), media: undefined })];
}

type Loose = { [Key in keyof Attachment]: Attachment[Key] | undefined };

function attachment({ type, url, name, description, mediaType, bytes }: Loose & Pick<Attachment, 'type'>): Attachment {
  return {
    type,
    ...(url && url.length <= 4000 && { url }),
    ...(name && { name: name.slice(0, 1000) }),
    ...(description && { description: description.slice(0, 10_000) }),
    ...(mediaType && { mediaType: mediaType.slice(0, 200) }),
    ...(bytes && { bytes }),
  };
}
