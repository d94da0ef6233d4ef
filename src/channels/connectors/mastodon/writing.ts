import type { Clock } from '../../../core/clock.js';
import { instantOf } from '../../../core/clock.js';
import { digest } from '../../../core/digest.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { MessageDraft, PublishDraft, ReplyDraft, TargetDraft, WriteVerb, Written } from '../../connector.js';
import { readAll } from '../../read-all.js';
import { type Calls, pathOf } from './calls.js';
import type { ParsedOptions } from './options.js';
import { postLength } from './post-length.js';
import type { Reading } from './reading.js';
import { hasSameWords } from './same-words.js';
import { countsOfStatus, refOf, visibilityOf } from './status.js';
import { type AccountView, accountView, context, type StatusView, statusView } from './views.js';

export interface Writing {
  reply: WriteVerb<ReplyDraft>;
  publish: WriteVerb<PublishDraft>;
  message: WriteVerb<MessageDraft>;
  like: WriteVerb<TargetDraft>;
  remove: WriteVerb<TargetDraft>;
}

/** What an earlier write is looked for among: so many pages of our latest posts. */
const pagesToSearch = 5;

interface Post {
  text: string;
  visibility?: string | undefined;
  language?: string | undefined;
  warning?: string | undefined;
  inReplyTo?: string;
}

export function writing(calls: Calls, reading: Reading, options: ParsedOptions, clock: Clock): Writing {
  const { realm, origin } = calls;

  async function standing({ network, realm: where, externalId }: InteractionRef, signal?: AbortSignal) {
    if (network !== 'mastodon' || where !== realm)
      throw new KenningError('invalid', `mastodon: ${externalId.slice(0, 200)} is not an id of ${realm}.`);
    return calls.get(pathOf('statuses', externalId), {}, statusView, signal);
  }

  async function writtenOf(status: StatusView, signal?: AbortSignal): Promise<Written> {
    // It is written: what goes wrong from here on must not make it look lost. The next poll shows it then.
    const [observed] = await reading.observe([status], signal).catch(() => []);
    const at = new Date(status.created_at).toISOString();
    const permalink = status.url ?? status.uri;
    return { ref: refOf(status.id, realm), at, ...(permalink && { permalink }), ...(observed && { observed }) };
  }

  async function send(key: string, post: Post, signal?: AbortSignal): Promise<Written> {
    const { text, warning = '', visibility, language, inReplyTo } = post;
    if (!text.trim()) throw new KenningError('invalid', 'mastodon: the text is empty.');
    const { maxCharacters, charactersPerUrl } = await calls.instance(signal);
    const length = postLength(text, warning, charactersPerUrl);
    if (maxCharacters && length > maxCharacters)
      throw new KenningError(
        'invalid',
        `mastodon: the post has ${length} characters, its warning and mentions among them; ${realm} takes ${maxCharacters}. Shorten the text.`,
      );
    const answer = await calls.write({
      method: 'POST',
      path: 'api/v1/statuses',
      headers: { 'idempotency-key': await digest(key) },
      json: {
        status: text,
        ...(visibility && { visibility }),
        ...(language && { language }),
        ...(warning && { spoiler_text: warning, sensitive: true }),
        ...(inReplyTo && { in_reply_to_id: inReplyTo }),
      },
      ...(signal && { signal }),
    });
    const parsed = statusView.safeParse(answer);
    if (parsed.success) return writtenOf(parsed.data, signal);
    throw new KenningError('unexpected', 'mastodon: the post was sent and answered in an unknown shape; look it up.');
  }

  async function firstWith(
    list: readonly unknown[],
    text: string,
    isIt: (status: StatusView) => boolean,
    signal?: AbortSignal,
  ): Promise<Written | undefined> {
    const found = readAll(list, statusView, []).find((one) => isIt(one) && hasSameWords(one, text, origin));
    return found && writtenOf(found, signal);
  }

  /** A post of ours with these words among the latest. */
  async function findOwn(text: string, isIt: (status: StatusView) => boolean, signal?: AbortSignal) {
    const me = (await calls.account(signal))?.id ?? '';
    const path = pathOf('accounts', me, '/statuses');
    let cursor: string | undefined;
    for (let pages = 0; pages < pagesToSearch; pages++) {
      const { items, next } = await calls.list(path, { limit: 40, exclude_reblogs: true, max_id: cursor }, signal);
      const found = await firstWith(items, text, isIt, signal);
      if (found || !next || items.length === 0) return found;
      cursor = next;
    }
    return undefined;
  }

  /** An account by its id, for a private message. */
  async function addressee({ source, externalId }: SourceRef, signal?: AbortSignal): Promise<AccountView> {
    if (source !== scopeOf('mastodon', realm))
      throw new KenningError('invalid', `mastodon: the person is not known on ${realm}; look them up there first.`);
    return calls.get(pathOf('accounts', externalId), {}, accountView, signal);
  }

  return {
    reply: {
      repeat: 'findable',
      async send({ key, draft }, { signal } = {}) {
        const parent = await standing(draft.to, signal);
        const me = await calls.account(signal);
        const { domain } = await calls.instance(signal);
        const post: Post = {
          text: parent.account.id === me?.id ? draft.text : addressed(draft.text, parent.account.acct, domain),
          visibility: answerVisibility(parent, options.visibility),
          language: draft.language,
          warning: parent.spoiler_text,
          inReplyTo: parent.id,
        };
        return send(key, post, signal);
      },
      async find({ draft }, { signal } = {}) {
        const me = (await calls.account(signal))?.id;
        try {
          const { descendants } = await calls.get(
            pathOf('statuses', draft.to.externalId, '/context'),
            {},
            context,
            signal,
          );
          const isIt = ({ account, in_reply_to_id }: StatusView) =>
            account.id === me && in_reply_to_id === draft.to.externalId;
          return await firstWith(descendants, draft.text, isIt, signal);
        } catch (error) {
          // What was answered is gone, and so nothing is sent again.
          if (isKenningError(error, 'not-found')) return undefined;
          throw error;
        }
      },
    },
    publish: {
      repeat: 'findable',
      send: ({ key, draft }, { signal } = {}) => send(key, { ...draft, visibility: options.visibility }, signal),
      find: ({ draft }, { signal } = {}) =>
        findOwn(draft.text, (status) => !status.in_reply_to_id && visibilityOf(status) !== 'direct', signal),
    },
    message: {
      repeat: 'findable',
      async send({ key, draft }, { signal } = {}) {
        const { acct } = await addressee(draft.to, signal);
        const { domain } = await calls.instance(signal);
        return send(key, { text: addressed(draft.text, acct, domain), visibility: 'direct' }, signal);
      },
      find: ({ draft }, { signal } = {}) => {
        const isIt = (status: StatusView) =>
          visibilityOf(status) === 'direct' && status.mentions.some(({ id }) => id === draft.to.externalId);
        return findOwn(draft.text, isIt, signal);
      },
    },
    like: {
      repeat: 'keyed',
      async send({ draft: { of } }, { signal } = {}) {
        const { id } = await standing(of, signal);
        const answer = await calls.write({
          method: 'POST',
          path: pathOf('statuses', id, '/favourite'),
          ...(signal && { signal }),
        });
        const at = instantOf(clock);
        const { data } = statusView.safeParse(answer);
        return { ref: of, at, ...(data && { observed: { type: 'counted', of, counts: countsOfStatus(data), at } }) };
      },
    },
    remove: {
      repeat: 'keyed',
      async send({ draft: { of } }, { signal } = {}) {
        const at = instantOf(clock);
        const done: Written = { ref: of, at, observed: { type: 'removed', of, at, by: 'us' } };
        try {
          // A server says of what is not ours that it is not there, as it says of what is gone.
          const { account } = await standing(of, signal);
          if (account.id !== (await calls.account(signal))?.id)
            throw new KenningError('forbidden', `mastodon: ${of.externalId} is not ours.`);
          await calls.write({ method: 'DELETE', path: pathOf('statuses', of.externalId), ...(signal && { signal }) });
        } catch (error) {
          if (!isKenningError(error, 'not-found')) throw error;
        }
        return done;
      },
    },
  };
}

/** The text with the mention of whom it answers, without which the answer does not reach them. */
export function addressed(text: string, acct: string, domain: string): string {
  const names = [acct.toLowerCase(), `${acct.toLowerCase()}@${domain}`];
  for (const [, name = ''] of text.matchAll(/(?<![\w/])@(\w[\w.-]*(?:@[\w.-]+)?)/g))
    if (names.includes(name.toLowerCase().replace(/[.-]+$/, ''))) return text;
  return `@${acct} ${text}`;
}

/**
 * How visible an answer is: never more than what it answers, nor than we want. One to a post for its author's followers is
 * for the author alone, since our followers are others.
 */
function answerVisibility(parent: StatusView, most: ParsedOptions['visibility']): string {
  const theirs = visibilityOf(parent);
  if (theirs === 'followers' || theirs === 'direct') return 'direct';
  const order = ['public', 'unlisted', 'private'];
  return order[Math.max(order.indexOf(theirs), order.indexOf(most ?? 'public'))] as string;
}
