import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { frozenModel } from '../../../src/identity/dedupe.js';
import { storedRecordIndex } from '../../../src/identity/record-index/stored-record-index.js';
import { openStore } from '../../support/open-store.js';
import { ask, describePlaces } from '../../support/stores.js';
import { contact, desk } from './desk.js';

/** All that a store has written, as text. */
async function allThatIsStored(place: string): Promise<string> {
  const schema = /#([^/]+)/.exec(place)?.[1];
  if (schema) return JSON.stringify(await ask(`select schema_to_xml('${schema}', true, false, '')::text as dump`));
  const files = [place, `${place}-wal`, `${place}-shm`].filter((name) => existsSync(name));
  return files.map((name) => readFileSync(name, 'latin1')).join('\n');
}

describePlaces('indexes of records after an erasure, on', (newPlace) => {
  it('hold nothing of who was erased, whatever they called the record, and all of the others', async () => {
    const place = newPlace();
    const one = desk(openStore(place));
    const people = Array.from({ length: 40 }, (_, number) =>
      contact(`crm-${number}`, [`person${number}@mail.example`], { attributes: { name: `Person Number${number}` } }),
    );
    const ann = contact('crm-canaryid', ['canarymail@mail.example'], {
      attributes: { name: 'Ann Canaryname', address: { street: '7 Canarystreet' } },
    });
    await one.know(...people, ann);
    const id = await one.idOf('crm/contacts', 'crm-canaryid');
    const indexes = [people, people.slice(0, 30)].map((some) =>
      storedRecordIndex({ store: one.store, model: frozenModel([...some, ann]) }),
    );
    const [first, second] = indexes as [(typeof indexes)[number], (typeof indexes)[number]];
    await first.addAll([...people, { ...ann, id }]);
    await second.addAll([...people, ann, { ...ann, id: 'a name of the app’s own' }]);
    expect(await allThatIsStored(place)).toContain('canarymail');

    const { gone } = await one.erase({ kind: 'email', value: 'canarymail@mail.example' });
    expect(gone['places in indexes']).toBe(3);
    expect((await allThatIsStored(place)).toLowerCase()).not.toContain('canary');
    for (const index of indexes) expect(await index.size()).toBe(people.length);
    expect(await first.find({ ...ann, externalId: 'asked' })).toEqual([]);
    const [asked] = people as [(typeof people)[number]];
    expect((await first.find({ ...asked, externalId: 'asked' }))[0]?.id).toBe('crm-0');
    await one.store.close();
  });
});
