import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type LogbookOptions, logbook } from '../../../../src/channels/connectors/logbook/index.js';
import type { ObservedInteraction } from '../../../../src/core/model/interaction.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';
import type { Profile } from '../../../../src/core/model/source-record.js';
import type { Rejected } from '../../../../src/core/page.js';
import { walk } from '../../../../src/core/page.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (ending = 'csv') => join(folder, `${++files}.${ending}`);

async function read(
  options: LogbookOptions,
  more: { cursor?: string; limit?: number } = {},
  channel = logbook(options),
) {
  const items: Observed[] = [];
  const rejected: Rejected[] = [];
  let cursor = more.cursor;
  for await (const page of walk((place) => channel.interactions({ ...more, ...place }), more)) {
    items.push(...page.items);
    rejected.push(...page.rejected);
    cursor = page.next ?? cursor;
  }
  for (const item of items) expect(observed.safeParse(item).error).toBeUndefined();
  const said: ObservedInteraction[] = [];
  const profiles = new Map<string, Profile>();
  for (const item of items)
    if (item.type === 'said') {
      said.push(item.interaction);
      for (const profile of item.profiles) profiles.set(`${profile.source} ${profile.externalId}`, profile);
    }
  return { said, profiles, rejected, cursor };
}

const rolesOf = ({ participants }: ObservedInteraction) =>
  participants.map(({ role, of }) => `${role} ${of.source} ${of.externalId}`);

const log = `id,at,kind,who,email,phone,with,direction,subject,text,minutes
L-1,2026-11-20T10:15:00+01:00,call,Maya Lindqvist,,+46 70 174 06 12,jonas@bikes.example,inbound,Brake recall,"Asks when, exactly.",6
L-2,2026-11-18T14:00:00Z,Meeting,Tomás Okafor; Ann Lee,tomas@okafor.example; ann@lee.example,,Jonas <jonas@bikes.example>,,Trade fair,,30
L-3,2026-11-21T09:00:00+01:00,Brief,Lena Vogt,lena@vogt.example,,support@bikes.example,ausgehend,Contract,Signed.,
`;

describe('the logbook', () => {
  it('reads calls, meetings and letters with who said what to whom', async () => {
    const { said, profiles, rejected } = await read({ lines: log });
    expect(rejected).toEqual([]);
    expect(said.map(({ externalId, kind, at, endedAt }) => [externalId, kind, at, endedAt])).toEqual([
      ['L-1', 'call', '2026-11-20T09:15:00.000Z', '2026-11-20T09:21:00.000Z'],
      ['L-2', 'meeting', '2026-11-18T14:00:00.000Z', '2026-11-18T14:30:00.000Z'],
      ['L-3', 'letter', '2026-11-21T08:00:00.000Z', undefined],
    ]);
    expect(said.map(rolesOf)).toEqual([
      ['author phone +46701740612', 'recipient email jonas@bikes.example'],
      ['attendee email tomas@okafor.example', 'attendee email ann@lee.example', 'organizer email jonas@bikes.example'],
      ['recipient email lena@vogt.example', 'author email support@bikes.example'],
    ]);
    expect(said[0]?.content).toEqual({ text: 'Asks when, exactly.', title: 'Brake recall' });
    expect(profiles.get('email jonas@bikes.example')).toMatchObject({ own: true });
    expect(profiles.get('phone +46701740612')).toMatchObject({
      attributes: { name: 'Maya Lindqvist' },
      identifiers: [{ kind: 'phone', scope: '', value: '+46 70 174 06 12' }],
    });
    expect(profiles.get('email ann@lee.example')?.attributes.name).toBe('Ann Lee');
  });

  it('reads JSON a line, with people as objects', async () => {
    const lines = [
      JSON.stringify({
        id: 7,
        when: 1_763_632_800,
        type: 'webinar',
        attendees: [{ name: 'Ann Lee', email: 'ann@lee.example', company: 'Lee Ltd' }, 'Bob <bob@x.example>'],
        host: 'Jonas',
        topic: 'Brakes',
        seconds: 90,
      }),
      '{broken',
      JSON.stringify({ at: '2026-01-05T10:00:00Z', kind: 'fax', who: '0431 123456' }),
    ];
    const { said, profiles, rejected } = await read({ lines });
    expect(said.map(rolesOf)).toEqual([
      ['attendee email ann@lee.example', 'attendee email bob@x.example', 'organizer logbook name:jonas'],
      ['attendee phone 0431123456'],
    ]);
    expect(said[0]).toMatchObject({
      externalId: '7',
      at: '2025-11-20T10:00:00.000Z',
      endedAt: '2025-11-20T10:01:30.000Z',
      content: { title: 'Brakes' },
    });
    expect(profiles.get('email ann@lee.example')?.attributes).toEqual({ name: 'Ann Lee', organization: 'Lee Ltd' });
    expect(rejected).toMatchObject([{ at: 'line 2' }]);
  });

  it('guesses no zone and no order of dates', async () => {
    const times = [
      '2026-07-01 10:00',
      '2026-12-01 10:00',
      '2026-03-29 02:30',
      '4/5/2026 10:00',
      '13/5/2026 1:30 PM',
      '5.6.2026 08:00:30',
      '2026-07-01',
      'yesterday',
      '',
      '2026-02-30 10:00',
      '2026-07-01T10:00:00-0500',
    ];
    const lines = `at,kind,who\n${times.map((time) => `${time},call,Ann`).join('\n')}\n`;
    const without = await read({ lines });
    expect(without.said.map(({ at }) => at)).toEqual(['2026-07-01T15:00:00.000Z']);
    expect(without.rejected).toHaveLength(10);
    expect(without.rejected[0]).toEqual({
      at: 'line 2',
      reason: 'its time is local and does not say where; name the zone with the option zone',
    });
    const berlin = await read({ lines, zone: 'Europe/Berlin' });
    expect(berlin.said.map(({ at }) => at)).toEqual([
      '2026-07-01T08:00:00.000Z',
      '2026-12-01T09:00:00.000Z',
      // The hour that clocks jump over.
      expect.stringMatching(/^2026-03-29T0[01]:30:00.000Z$/),
      '2026-05-13T11:30:00.000Z',
      '2026-06-05T06:00:30.000Z',
      '2026-06-30T22:00:00.000Z',
      '2026-07-01T15:00:00.000Z',
    ]);
    expect(berlin.rejected.map(({ at }) => at)).toEqual(['line 5', 'line 9', 'line 10', 'line 11']);
    expect(berlin.rejected[0]?.reason).toContain('dateOrder');
    const american = await read({ lines, zone: 'America/New_York', dateOrder: 'month-first' });
    expect(american.said.map(({ at }) => at)).toContain('2026-04-05T14:00:00.000Z');
  });

  it('takes columns by the names that the app says, and who is ours', async () => {
    const lines =
      'Wann;Mit Uhrzeit;Partner;Unsere Seite;Was\n24.11.2026;09:30;maya@x.example;Jonas Weber;x\n24.11.2026;10:30;ann@bikes.example;maya@x.example;x\n';
    const options: LogbookOptions = {
      lines,
      kind: 'call',
      zone: 'Europe/Berlin',
      own: ['@bikes.example', 'Support <support@bikes.example>'],
      columns: { at: 'Wann', time: 'Mit Uhrzeit', who: 'Partner', text: 'Was' },
    };
    const { said, profiles } = await read(options);
    expect(said.map(({ at, kind }) => [at, kind])).toEqual([
      ['2026-11-24T08:30:00.000Z', 'call'],
      ['2026-11-24T09:30:00.000Z', 'call'],
    ]);
    expect(profiles.get('email ann@bikes.example')?.own).toBe(true);
    expect(profiles.get('email maya@x.example')?.own).toBeUndefined();
    expect(await logbook(options).own()).toMatchObject([{ externalId: 'support@bikes.example', own: true }]);
    await expect(read({ ...options, columns: { at: 'Wan', who: 'Partner' } })).rejects.toThrow(/Did you mean "Wann"/);
    await expect(read({ ...options, columns: {} })).rejects.toMatchObject({ code: 'invalid' });
    expect(() => logbook({ lines, zone: 'Mars/Olympus' })).toThrow(/zone/);
    expect(() => logbook({} as LogbookOptions)).toThrow(/file or lines/);
    expect(() => logbook({ lines, knd: 'call' } as LogbookOptions)).toThrow(/knd/);
  });

  it('reads what was appended alone, and a rewritten log anew', async () => {
    const file = newFile();
    writeFileSync(file, log);
    const channel = logbook({ file });
    const first = await read({ file }, { limit: 2 }, channel);
    expect(first.said).toHaveLength(3);
    expect((await read({ file }, { cursor: first.cursor ?? '' })).said).toEqual([]);
    const more = 'L-4,2026-11-22T09:00:00Z,call,Ann,,,,inbound,,Hello,\n';
    writeFileSync(file, log + more);
    const second = await read({ file }, { cursor: first.cursor ?? '' });
    expect(second.said.map(({ externalId, revisedAt }) => [externalId, revisedAt])).toEqual([['L-4', undefined]]);
    writeFileSync(file, log.replace('exactly', 'roughly') + more);
    const third = await read({ file }, { cursor: second.cursor ?? '' });
    expect(third.said.map(({ externalId }) => externalId)).toEqual(['L-1', 'L-2', 'L-3', 'L-4']);
    const versions = new Map([...first.said, ...second.said].map(({ externalId, version }) => [externalId, version]));
    const changed = third.said.filter(({ externalId, version }) => versions.get(externalId) !== version);
    expect(changed.map(({ externalId }) => externalId)).toEqual(['L-1']);
    expect(changed[0]?.revisedAt).toBeDefined();
    await expect(read({ file }, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('reads a last line again that was half written', async () => {
    const file = newFile('jsonl');
    const [one, two] = [1, 2].map((id) => JSON.stringify({ id, at: '2026-01-05T10:00:00Z', kind: 'call', who: 'Ann' }));
    writeFileSync(file, `${one}\n${two?.slice(0, 20)}`);
    const first = await read({ file });
    expect(first.rejected).toHaveLength(1);
    writeFileSync(file, `${one}\n${two}\n`);
    const second = await read({ file }, { cursor: first.cursor ?? '' });
    expect(second.said.map(({ externalId }) => externalId)).toEqual(['2']);
  });

  it('rejects rows with their lines, and lets the others through', async () => {
    const lines = `at,kind,who,duration\n2026-01-05T10:00:00Z,call,Ann,1:05\n2026-01-05T10:00:00Z,call\n"2026,broken\n2026-01-05T10:00:00Z,,Ann,\n2026-01-05T10:00:00Z,call,,\n2026-01-05T10:00:00Z,call,Bob,1h 5 min\n`;
    const { said, rejected } = await read({ lines });
    expect(said.map(({ endedAt }) => endedAt)).toEqual([undefined, '2026-01-05T11:05:00.000Z']);
    expect(rejected.map(({ at }) => at)).toEqual(['line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
    await expect(read({ file: join(folder, 'missing.csv') })).rejects.toMatchObject({ code: 'not-found' });
    await expect(read({ lines: log, maxBytes: 10 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(read({ lines: '' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('gives rows without ids the same ids, however often and in however many parts they are read', async () => {
    const row = fc.constantFrom('Ann,Hello', 'Ann,Hello', 'Bob,Hello', 'Ann,Bye');
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        async (rows, cut, limit) => {
          const text = (count: number) =>
            `who,text,at,kind\n${rows
              .slice(0, count)
              .map((one) => `${one},2026-01-05T10:00:00Z,call\n`)
              .join('')}`;
          const whole = (await read({ lines: text(rows.length) })).said.map(({ externalId }) => externalId);
          expect(new Set(whole).size).toBe(rows.length);
          const file = newFile();
          const count = cut % rows.length;
          writeFileSync(file, text(count));
          const first = await read({ file }, { limit });
          writeFileSync(file, text(rows.length));
          const second = await read({ file }, { limit, ...(first.cursor && { cursor: first.cursor }) });
          expect([...first.said, ...second.said].map(({ externalId }) => externalId)).toEqual(whole);
        },
      ),
      { numRuns: Number(process.env.KENNING_HISTORIES ?? 100) },
    );
  });
});
