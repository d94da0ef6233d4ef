import type { ActivityDraft } from '../../../src/core/model/activity.js';
import type { InteractionId } from '../../../src/core/model/id.js';
import type { SourceRef } from '../../../src/core/model/source-ref.js';
import { portalId } from './hubspot-answers.js';

/** Names a record of the made-up portal. */
export function ref(externalId: string): SourceRef {
  return { source: `hubspot/${portalId}`, externalId };
}

/** Something said that is to be logged on a contact. */
export function loggedDraft(key: string, contact: string, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    key,
    interaction: '01990000-0000-7000-8000-000000000001' as InteractionId,
    contact: ref(contact),
    kind: 'post',
    network: 'bluesky',
    direction: 'inbound',
    at: '2026-11-24T09:00:00.000Z',
    subject: 'Post on bluesky by Maya',
    text: 'Do you repair <b>gears</b> & brakes?\nI need it today.',
    permalink: 'https://bsky.app/profile/maya.test/post/1?a=1&b=2',
    ...more,
  };
}
