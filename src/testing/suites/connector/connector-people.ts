import assert from 'node:assert/strict';
import type { Connector } from '../../../channels/connector.js';
import { type Profile, sourceRecordDraft } from '../../../core/model/source-record.js';
import { offered } from '../absent.js';
import { hostileQueries, isModel, refusedOr } from '../expect.js';
import { facet } from '../facet.js';
import { type ConnectorSubject, feasible, withNetwork } from './connector-subject.js';

/** Who is there, as the model wants it. */
function isProfile(profile: unknown): void {
  isModel(sourceRecordDraft, profile, 'a profile');
  assert.equal((profile as { kind?: unknown }).kind, 'profile');
}

const nobody = ['nobody-of-this-name', '../../etc/passwd', '"\'%*', 'a b\u202e'];

async function found(connector: Connector, handle: string) {
  const profile = await offered(connector, 'profile')({ handle });
  assert.ok(profile, `${handle} is found`);
  return profile;
}

/** People, and who we are. */
export const connectorPeople = facet<ConnectorSubject>('people', {
  'are found by what they are called, and by their ids': (subject) =>
    withNetwork(subject, async ({ connector, network }) => {
      offered(connector, 'profile');
      const { handle, name } = await feasible(network, 'person')();
      const profile = await found(connector, handle);
      isProfile(profile);
      assert.ok(profile.attributes.name?.includes(name), `${name} is its name`);
      const byId = await connector.profile?.({ externalId: profile.externalId });
      assert.equal(byId?.externalId, profile.externalId);
      assert.ok(
        profile.identifiers.some(({ kind, scope }) => kind === 'handle' && scope.startsWith(connector.network.id)),
        'the handle is an identifier in the network’s scope',
      );
    }),

  'who are not there are nobody': (subject) =>
    withNetwork(subject, async ({ connector }) => {
      const profile = offered(connector, 'profile');
      for (const handle of nobody) assert.equal(await profile({ handle }), undefined, handle);
      for (const externalId of nobody) assert.equal(await profile({ externalId }), undefined, externalId);
    }),

  'are searched for by their names': (subject) =>
    withNetwork(subject, async ({ connector, network }) => {
      const people = offered(connector, 'people');
      const { handle, name } = await feasible(network, 'person')();
      const { items } = await people(name.split(' ').at(-1) as string);
      for (const profile of items) isProfile(profile);
      const wanted = await connector.profile?.({ handle });
      const isIt = (profile: Profile) =>
        wanted ? profile.externalId === wanted.externalId : profile.attributes.name?.includes(name);
      assert.equal(items.filter(isIt).length, 1, `${name} is found once`);
    }),

  'whom nobody is called are not found, whatever it is': (subject) =>
    withNetwork(subject, async ({ connector, network }) => {
      const people = offered(connector, 'people');
      await network.person?.();
      for (const query of hostileQueries) {
        const page = await refusedOr(() => people(query), `a search for ${query.slice(0, 60)}`);
        assert.deepEqual(page?.items ?? [], [], query.slice(0, 60));
      }
    }),

  'who are us are marked': (subject) =>
    withNetwork(subject, async ({ connector }) => {
      const own = await offered(connector, 'own')();
      assert.ok(own.length > 0, 'we are there');
      for (const profile of own) {
        isProfile(profile);
        assert.equal(profile.own, true, 'own accounts are marked as ours');
      }
    }),
});
