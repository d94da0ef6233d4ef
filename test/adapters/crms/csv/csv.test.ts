import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ContactDraft } from '../../../../src/adapters/crm-adapter.js';
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import type { ActivityDraft } from '../../../../src/core/model/activity.js';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { contactsOf } from './listed.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let file = '';
let activities = '';
let count = 0;
beforeEach(() => {
  count += 1;
  file = join(folder, `people-${count}.csv`);
  activities = join(folder, `people-${count}.activities.csv`);
});

const list =
  'id,Name,E-mail,Note\r\n1,Maya Lindqvist,maya@lindqvist.example,"keeps ""quotes"""\r\n2,Tomás Okafor,tomas@okafor.example,\r\n';
const source = () => `csv/people-${count}.csv`;
const of = (externalId: string) => ({ source: source(), externalId });
const title = (externalId: string, key: string, text: string): ContactDraft => ({
  key,
  of: of(externalId),
  attributes: { title: text },
});
const activity = (externalId: string, key: string, text = 'Hello'): ActivityDraft => ({
  key,
  interaction: '019df237-3e80-7001-83e6-16232f6af0b1' as InteractionId,
  contact: of(externalId),
  kind: 'post',
  network: 'bluesky',
  direction: 'inbound',
  at: '2026-01-05T09:00:00.000Z',
  subject: 'Post on bluesky',
  text,
});

describe('the csv CRM', () => {
  it('lists its contacts in pages', async () => {
    writeFileSync(file, list);
    const { contacts, rejected } = await contactsOf(csv({ file }), 1);
    expect(rejected).toEqual([]);
    expect(contacts).toMatchObject([
      { source: source(), externalId: '1', kind: 'contact', attributes: { name: 'Maya Lindqvist' } },
      { externalId: '2', identifiers: [{ kind: 'email', value: 'tomas@okafor.example' }] },
    ]);
    const found = await csv({ file }).find([{ kind: 'email', scope: '', value: 'TOMAS@okafor.example' }]);
    expect(found.map(({ externalId }) => externalId)).toEqual(['2']);
  });

  it('changes one cell, appends the columns it needs, and leaves all else byte for byte', async () => {
    writeFileSync(file, list);
    const crm = csv({ file });
    const page = 'https://bsky.app/profile/maya.example';
    const identifiers = [
      { kind: 'handle', scope: 'bluesky', value: 'maya.example' },
      { kind: 'url', scope: 'bluesky', value: page },
    ];
    await crm.upsert.send({ key: 'k1', of: of('1'), attributes: { title: 'Fleet manager' }, identifiers });
    expect(readFileSync(file, 'utf8')).toBe(
      'id,Name,E-mail,Note,title,bluesky,bluesky_url\r\n' +
        `1,Maya Lindqvist,maya@lindqvist.example,"keeps ""quotes""",Fleet manager,maya.example,${page}\r\n` +
        '2,Tomás Okafor,tomas@okafor.example,,,,\r\n',
    );
    const [maya] = (await contactsOf(csv({ file }))).contacts;
    expect(maya?.attributes.title).toBe('Fleet manager');
    expect(maya?.identifiers).toContainEqual({ kind: 'handle', scope: 'bluesky', value: 'maya.example' });
    expect(maya?.identifiers).toContainEqual({ kind: 'url', scope: '', value: page });
    // What we wrote ourselves is written over, what others wrote is not.
    const handle = (value: string) => [{ kind: 'handle', scope: 'bluesky', value }];
    await crm.upsert.send({ key: 'k2', of: of('1'), identifiers: handle('m.example') });
    expect(readFileSync(file, 'utf8')).toContain('Fleet manager,m.example,https');
    writeFileSync(file, readFileSync(file, 'utf8').replace('m.example,https', 'theirs.example,https'));
    await csv({ file }).upsert.send({ key: 'k3', of: of('1'), identifiers: handle('n.example') });
    expect(readFileSync(file, 'utf8')).toContain(`Fleet manager,theirs.example,${page},n.example\r\n`);
  });

  it('appends a contact, once', async () => {
    writeFileSync(file, `${list.trimEnd()}`);
    const draft: ContactDraft = {
      key: 'new',
      attributes: { name: 'Ann Lee' },
      identifiers: [{ kind: 'email', scope: '', value: 'ann@lee.example' }],
    };
    const made = await csv({ file }).upsert.send(draft);
    expect(await csv({ file }).upsert.send(draft)).toEqual(made);
    const text = readFileSync(file, 'utf8');
    expect(text).toBe(`${list.trimEnd()}\r\n${made.externalId},Ann Lee,ann@lee.example,`);
    expect((await contactsOf(csv({ file }))).contacts).toHaveLength(3);
    await csv({ file }).erase.send({ key: 'e', of: made, activities: [] });
    expect(readFileSync(file, 'utf8')).toBe(list);
  });

  it('logs activities beside the list, once, changes their wording and takes them away', async () => {
    writeFileSync(file, list);
    chmodSync(file, 0o640);
    const crm = csv({ file });
    const ref = await crm.logActivity.send(activity('1', 'a1', '=cmd()\n"line two", 2'));
    await crm.logActivity.send(activity('2', 'a2'));
    await csv({ file }).logActivity.send(activity('1', 'a1', 'twice'));
    expect(statSync(activities).mode & 0o777).toBe(0o640);
    const first = readFileSync(activities, 'utf8');
    expect(first.split('\r\n')[1]).toContain(`"'=cmd()`);
    expect(first.match(/"a1"/g)).toHaveLength(1);
    await crm.logActivity.send({ ...activity('1', 'a1 v2', 'Edited'), of: ref });
    expect(readFileSync(activities, 'utf8')).not.toContain('cmd');
    expect(readFileSync(activities, 'utf8')).toContain('"Edited"');
    await crm.erase.send({ key: 'e1', of: of('1'), activities: ['a1'], upserts: [] });
    const left = readFileSync(activities, 'utf8');
    expect(left).not.toContain('Edited');
    expect(left).toContain('"a2"');
    expect(readFileSync(file, 'utf8')).toBe(list);
    // Its wording changes after it was taken away: it is logged anew.
    await crm.logActivity.send({ ...activity('1', 'a1 v3', 'Again'), of: ref });
    expect(readFileSync(activities, 'utf8')).toContain('"Again"');
  });

  it('takes away all that it wrote of somebody, and nothing else', async () => {
    writeFileSync(file, list.replace(',Note', ',title').replace('"keeps ""quotes"""', ''));
    const before = readFileSync(file, 'utf8');
    const crm = csv({ file });
    await crm.upsert.send(title('1', 'k1', 'Rider'));
    await crm.upsert.send({ key: 'k2', of: of('1'), identifiers: [{ kind: 'handle', scope: 'bluesky', value: 'm' }] });
    await crm.upsert.send(title('2', 'k3', 'Boss'));
    await crm.logActivity.send(activity('1', 'a1'));
    await crm.logActivity.send(activity('2', 'a2'));
    for (let time = 0; time < 2; time++) await crm.erase.send({ key: 'e', of: of('1'), activities: [] });
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines[1]).toBe(`${before.split('\r\n')[1]},`);
    expect(lines[2]).toContain('Boss');
    const left = readFileSync(activities, 'utf8');
    expect(left).not.toMatch(/"a1"|"k1"|"k2"/);
    expect(left).toMatch(/"a2"/);
    expect(left).toMatch(/"k3"/);
  });

  it('leaves a cell that people have changed since', async () => {
    writeFileSync(file, list.replace(',Note', ',title').replace('"keeps ""quotes"""', ''));
    await csv({ file }).upsert.send(title('1', 'k1', 'Rider'));
    writeFileSync(file, readFileSync(file, 'utf8').replace('Rider', 'Queen'));
    await csv({ file }).upsert.send(title('1', 'k1', 'Rider'));
    await csv({ file }).erase.send({ key: 'e', of: of('1'), activities: [] });
    expect(readFileSync(file, 'utf8')).toContain('Queen');
  });

  it('writes nothing over a list that others have changed since it was read', async () => {
    writeFileSync(file, list);
    const crm = csv({ file });
    await contactsOf(crm);
    const changed = list.replace('Tomás', 'Tom');
    writeFileSync(file, changed);
    const refused = await Promise.allSettled([
      crm.upsert.send(title('1', 'k1', 'Rider')),
      crm.logActivity.send(activity('1', 'a1')),
    ]);
    expect(refused).toMatchObject([
      { status: 'rejected', reason: { code: 'conflict', retryable: true } },
      { status: 'fulfilled' },
    ]);
    expect(readFileSync(file, 'utf8')).toBe(changed);
    await contactsOf(crm);
    await crm.upsert.send(title('1', 'k1', 'Rider'));
    await crm.upsert.send(title('2', 'k2', 'Boss'));
    expect(readFileSync(file, 'utf8')).toContain('Tom Okafor,tomas@okafor.example,,Boss');
  });

  it('makes writes that are asked for at a time in one go', async () => {
    const rows = Array.from({ length: 2000 }, (_, at) => `${at},Person ${at},p${at}@x.example,`);
    writeFileSync(file, `id,Name,E-mail,title\n${rows.join('\n')}\n`);
    const crm = csv({ file });
    const inodes = new Set<number>([statSync(file).ino]);
    await Promise.all(
      rows.map(async (_, at) => {
        await crm.upsert.send(title(String(at), `k${at}`, `Title ${at}`));
        inodes.add(statSync(file).ino);
      }),
    );
    expect(inodes.size).toBe(2);
    const { contacts } = await contactsOf(csv({ file }));
    expect(contacts.every(({ externalId, attributes }) => attributes.title === `Title ${externalId}`)).toBe(true);
    expect(contacts).toHaveLength(2000);
  });

  it('keeps a link a link, its mode, and leaves no files behind', async () => {
    const target = join(folder, `target-${count}.csv`);
    writeFileSync(target, list);
    chmodSync(target, 0o604);
    symlinkSync(target, file);
    await csv({ file }).upsert.send(title('1', 'k1', 'Rider'));
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('Rider');
    expect(statSync(target).mode & 0o777).toBe(0o604);
    expect(readdirSync(folder).filter((name) => /\.(tmp|lock)/.test(name))).toEqual([]);
  });

  it('says what is wrong with files, rows and options', async () => {
    const missing = csv({ file: join(folder, 'nowhere', 'people.csv') });
    await expect(missing.contacts()).rejects.toMatchObject({ code: 'not-found' });
    await expect(missing.upsert.send(title('1', 'k', 'x'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(csv({ file: folder }).contacts()).rejects.toMatchObject({ code: 'invalid' });
    writeFileSync(file, '');
    await expect(csv({ file }).contacts()).rejects.toMatchObject({ code: 'invalid' });
    writeFileSync(file, list);
    await expect(csv({ file, id: 'Nme' }).contacts()).rejects.toThrow(/Did you mean "Name"/);
    await expect(csv({ file, maxBytes: 10 }).contacts()).rejects.toMatchObject({ code: 'too-large' });
    await expect(csv({ file }).upsert.send(title('9', 'k', 'x'))).rejects.toMatchObject({ code: 'not-found' });
    expect(() => csv({ file, colums: {} } as never)).toThrow(/colums/);
  });

  it('passes over rows that can not be read, and names their lines', async () => {
    const broken =
      'id,Name,E-mail\n1,Ann,a@x.example\n1,Bob,b@x.example\n2,"Cid,c@x.example\n3,Dan\n4,Eve,e@x.example\n';
    writeFileSync(file, broken);
    const { contacts, rejected } = await contactsOf(csv({ file, id: 'id' }));
    expect(contacts.map(({ externalId }) => externalId)).toEqual(['1', '4']);
    expect(rejected.map(({ at }) => at).sort()).toEqual(['line 3', 'line 4', 'line 5']);
    await csv({ file, id: 'id' }).upsert.send({ key: 'k', of: of('4'), attributes: { name: 'Eva' } });
    expect(readFileSync(file, 'utf8')).toBe(broken.replace('Eve', 'Eva'));
  });

  it('refuses what the encoding of the file can not hold', async () => {
    const latin = Buffer.from('id,Name\n1,Jos\xe9\n', 'latin1');
    writeFileSync(file, latin);
    const name = (text: string) => csv({ file }).upsert.send({ key: text, of: of('1'), attributes: { name: text } });
    await expect(name('Łukasz')).rejects.toThrow(/Windows-1252/);
    expect(readFileSync(file).equals(latin)).toBe(true);
    await name('Zoë €');
    expect(readFileSync(file, 'latin1')).toBe('id,Name\n1,Zo\xeb \x80\n');
  });

  it('names rows of a list without ids by what stays when rows move', async () => {
    writeFileSync(file, 'Name,E-mail\nMaya,MAYA@x.example\nNobody,\n');
    const { contacts } = await contactsOf(csv({ file }));
    expect(contacts.map(({ externalId }) => externalId)).toEqual(['maya@x.example', 'Nobody']);
    await csv({ file }).upsert.send({ key: 'k', of: of('Nobody'), attributes: { title: 'None' } });
    expect(readFileSync(file, 'utf8')).toBe('Name,E-mail,title\nMaya,MAYA@x.example,\nNobody,,None\n');
    const draft = { key: 'k2', attributes: { name: 'New' } };
    await expect(csv({ file }).upsert.send(draft)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('takes a row of activities away that was cut off, and no other', async () => {
    writeFileSync(file, list);
    await csv({ file }).logActivity.send(activity('1', 'a1', 'First'));
    const whole = readFileSync(activities);
    const second = activity('1', 'a2', 'Second,\r\nwith "lines"\r\n');
    await csv({ file }).logActivity.send(second);
    const both = readFileSync(activities);
    await csv({ file }).logActivity.send(activity('2', 'a3', 'Third'));
    const all = readFileSync(activities);
    for (let length = whole.length + 1; length < both.length; length += 1) {
      writeFileSync(activities, both.subarray(0, length));
      const crm = csv({ file });
      await crm.logActivity.send(second);
      await crm.logActivity.send(activity('2', 'a3', 'Third'));
      expect(readFileSync(activities, 'utf8'), `cut off after ${length} bytes`).toBe(all.toString('utf8'));
    }
  });
});
