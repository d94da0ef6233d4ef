import type { FakeEvent, FakeNetwork, FakePost } from '../../fake-network/fake-network.js';
import { fakeDelivery } from '../../fake-network/fake-network-server.js';
import type { NetworkSide } from './connector-subject.js';

/**
 * What people do on the fake network, for the suite of a connector that speaks to it.
 *
 * @param webhookSecret with which it signs what it tells. Defaults to `made-up`
 * @example
 * connectorSuite(runner, { open: () => ({ connect: () => fakeNetworkConnector(network), network: fakeNetworkSide(network) }) });
 */
export function fakeNetworkSide(network: FakeNetwork, webhookSecret = 'made-up'): Required<NetworkSide> {
  const by = network.join({ handle: 'maya', name: 'Maya Lindqvist' });
  const standing = () => [...network.posts.values()].filter(({ state }) => state === 'standing');
  return {
    say(listing, said) {
      if (listing === 'posts') return network.say({ by: 'us', ...said });
      if (listing === 'messages') return network.say({ by, to: 'us', ...said });
      if (listing === 'mentions') return network.say({ by, mentions: ['us'], ...said });
      const ours = standing().find((post) => post.by === 'us')?.id ?? network.say({ by: 'us', text: 'Ask us.' });
      return network.say({ by, inReplyTo: ours, ...said });
    },
    comment(text) {
      return this.say('comments', { text }) as string;
    },
    edit: (id, text) => network.edit(id, text),
    remove: (id) => network.remove(id),
    answer: (inReplyTo, text) => network.say({ by, inReplyTo, text }),
    written: () => standing().flatMap((post) => (post.by === 'us' ? post.text : [])),
    likes: (id) => network.posts.get(id)?.likes.length ?? 0,
    isHidden: (id) => network.posts.get(id)?.state === 'hidden',
    stands: (id) => network.posts.get(id)?.state === 'standing',
    person: () => ({ handle: 'maya', name: 'Maya Lindqvist' }),
    deliver(id) {
      const event: FakeEvent = { type: 'said', post: network.posts.get(id) as FakePost };
      return fakeDelivery(network, [event], { secret: webhookSecret });
    },
  };
}
