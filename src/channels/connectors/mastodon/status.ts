import type { Attachment, Content } from '../../../core/model/content.js';
import { countsOf } from '../../../core/model/count.js';
import type { InteractionRef, ObservedInteraction } from '../../../core/model/interaction.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Profile } from '../../../core/model/source-record.js';
import { profileOf, type Sight, thinProfile } from './account.js';
import { plainTextOf } from './markup.js';
import type { StatusView } from './views.js';

/** Names a status by its id on the instance. */
export function refOf(externalId: string, realm: string): InteractionRef {
  return { network: 'mastodon', realm, externalId };
}

/** What is not known to be wider is for those alone whom it names. */
export function visibilityOf({ visibility }: Pick<StatusView, 'visibility'>) {
  if (visibility === 'public' || visibility === 'unlisted') return visibility;
  return visibility === 'private' || visibility === 'mutuals_only' ? 'followers' : 'direct';
}

/** A status as an interaction, with its author and those whom it names. */
export function observedOf(status: StatusView, sight: Sight, root?: string): Observed {
  const author = profileOf(status.account, sight);
  const known = new Set([author.externalId]);
  const others: Profile[] = [];
  for (const named of [...status.mentions, ...answeredBy(status)]) {
    if (known.has(named.id)) continue;
    known.add(named.id);
    others.push(thinProfile(named, sight));
  }
  return { type: 'said', interaction: interactionOf(status, sight, root), profiles: [author, ...others] };
}

function answeredBy({ in_reply_to_account_id: id, account }: StatusView): { id: string }[] {
  return id && id !== account.id ? [{ id }] : [];
}

export function countsOfStatus(status: StatusView) {
  return countsOf({
    LikeAction: status.favourites_count,
    ShareAction: status.reblogs_count,
    CommentAction: status.replies_count,
    QuoteAction: status.quotes_count,
    VoteAction: status.poll?.votes_count,
  });
}

function interactionOf(status: StatusView, sight: Sight, root: string | undefined): ObservedInteraction {
  const { id, account, created_at, edited_at, in_reply_to_id, reblog, quote, mentions, url, uri } = status;
  const ref = (externalId: string) => refOf(externalId, sight.realm);
  const person = (externalId: string) => ({ source: `mastodon/${sight.realm}`, externalId });
  const visibility = visibilityOf(status);
  const about = [reblog?.id, quote?.quoted_status?.id ?? quote?.quoted_status_id].flatMap((of) =>
    of ? [ref(of)] : [],
  );
  const at = new Date(created_at).toISOString();
  const revisedAt = edited_at && new Date(edited_at).toISOString();
  const counts = reblog ? [] : countsOfStatus(status);
  const permalink = reblog?.url ?? url ?? uri;
  // A private message is addressed to all whom it names.
  const role = visibility === 'direct' ? 'recipient' : 'mentioned';
  const answered = answeredBy(status).filter((to) => role === 'mentioned' || !mentions.some(({ id }) => id === to.id));
  return {
    ...ref(id),
    kind: reblog ? 'share' : visibility === 'direct' ? 'message' : 'post',
    at,
    content: reblog ? { text: '' } : contentOf(status, sight.origin),
    version: revisedAt ?? at,
    ...(revisedAt && { revisedAt }),
    ...(root && root !== id && { root: ref(root) }),
    ...(in_reply_to_id && { inReplyTo: ref(in_reply_to_id) }),
    ...(about.length && { about }),
    visibility,
    ...(permalink && { permalink }),
    ...(account.bot && account.id !== sight.me && { automatic: 'notice' }),
    origin: 'api',
    participants: [
      { role: 'author', of: person(account.id) },
      ...answered.map((to) => ({ role: 'recipient' as const, of: person(to.id) })),
      ...mentions.map((named) => ({ role, of: person(named.id) }) as const),
    ],
    ...(counts.length && { counts }),
  };
}

function contentOf(status: StatusView, baseUrl: string): Content {
  const { spoiler_text: summary, language, poll } = status;
  const { text, entities } = plainTextOf(status.content, status, baseUrl);
  // What can be voted for is part of the words; how often it was is a count.
  const choices = (poll?.options ?? []).map(({ title }) => `- ${title.slice(0, 1000)}`).join('\n');
  const attachments = attachmentsOf(status);
  return {
    text: [text, choices].filter(Boolean).join('\n\n').slice(0, 1_000_000),
    ...(summary && { summary: summary.slice(0, 5000) }),
    ...(entities.length && { entities }),
    ...(attachments.length && { attachments }),
    ...(language && language.length <= 50 && { language }),
  };
}

const types: Readonly<Record<string, Attachment['type']>> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
};

function attachmentsOf({ media_attachments, card }: StatusView): Attachment[] {
  const attachments: Attachment[] = media_attachments.map(({ type = '', url, remote_url, description }) => {
    const address = url ?? remote_url;
    return {
      type: types[type] ?? 'file',
      ...(address && { url: address }),
      ...(description && { description: description.slice(0, 10_000) }),
    };
  });
  if (card?.url)
    attachments.push({
      type: 'link',
      url: card.url,
      ...(card.title && { name: card.title.slice(0, 1000) }),
      ...(card.description && { description: card.description.slice(0, 10_000) }),
    });
  return attachments;
}
