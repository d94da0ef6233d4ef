import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { random } from '../../../../bench/made-up.js';
import { email } from '../../../../src/channels/connectors/email/index.js';
import { isKenningError } from '../../../../src/core/errors.js';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { memory } from '../../../../src/core/store/memory.js';
import { kenning, presetForOne } from '../../../../src/index.js';
import { bundledChild } from '../../../support/bundled-child.js';
import { cuttingProxy } from '../../../support/cutting-proxy.js';
import { freePort } from '../../../support/free-port.js';
import { runAndKill } from '../../../support/killed-child.js';
import { headerOf, mailRef, PostOffice, whyNoPost } from './post-office.js';

const kills = Number(process.env.KENNING_KILLS ?? 10);
const child = bundledChild(new URL('./sending-child.ts', import.meta.url));

describe.skipIf(whyNoPost)(`mail that goes out once${whyNoPost ? ` (skipped: ${whyNoPost})` : ''}`, () => {
  const post = new PostOffice().open();
  const writeWith = (key: string) => ({
    key,
    draft: { to: { source: 'email', externalId: post.ann }, subject: 'Your bike', text: `Come! ${key}` },
  });

  test('a line that breaks before the text leaves nothing; after it, a draft that people clear up', async () => {
    const before = await cuttingProxy(post.postfix.port, { at: 'DATA\r\n', delivered: false });
    const after = await cuttingProxy(post.postfix.port, { at: '\r\n.\r\n', delivered: true });
    const channel = email(post.options());
    try {
      const early = email(post.options({ port: before.port })).message.send(writeWith('early'));
      await expect(early).rejects.toMatchObject({ code: 'network', retryable: true });
      expect(await post.lying(post.ours, 'Sent')).toEqual([]);
      expect(await channel.message.find?.(writeWith('early'))).toBeUndefined();

      const late = email(post.options({ port: after.port })).message.send(writeWith('late'));
      await expect(late).rejects.toMatchObject({ code: 'network' });
      expect(await post.lying(post.anns, 'INBOX', 1)).toHaveLength(1);
      expect((await post.lying(post.ours, 'Sent')).map(({ flags }) => flags)).toEqual([['\\Draft', '\\Seen']]);
      await expect(channel.message.find?.(writeWith('late'))).rejects.toMatchObject({ code: 'conflict' });
    } finally {
      before.stop();
      after.stop();
    }
  });

  test('a send that is stopped ends at once, and is not seen as sent', async () => {
    const stop = new AbortController();
    const reason = new Error('stop');
    const silent = createServer(() => {});
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    const sending = email(post.options({ port })).message.send(writeWith('stopped'), { signal: stop.signal });
    setTimeout(() => stop.abort(reason), 100);
    await expect(sending).rejects.toBe(reason);
    silent.close();
    expect(await email(post.options()).message.find?.(writeWith('stopped'))).toBeUndefined();
  });

  const run = (key: string, killAfterMs?: number) =>
    runAndKill(child, [JSON.stringify(post.options()), JSON.stringify(writeWith(key))], killAfterMs);

  test(
    `killed ${kills} times at any moment, nothing is sent twice and what is found was sent`,
    async () => {
      const seed = Date.now() % 1_000_000;
      const next = random(seed);
      const channel = email(post.options());
      const tookMs = Number(await run('whole'));
      let sure = 1;
      const unclear = new Set<string>();
      for (let number = 0; number < kills; number++) {
        const key = `kill ${number}`;
        await run(key, next() * tookMs * 1.2);
        try {
          if (!(await channel.message.find?.(writeWith(key)))) await channel.message.send(writeWith(key));
          sure += 1;
        } catch (error) {
          if (!isKenningError(error, 'conflict')) throw error;
          unclear.add(key);
        }
      }
      await post.lying(post.anns, 'INBOX', sure);
      const arrived = (await post.lying(post.anns, 'INBOX')).map((mail) => headerOf(mail, 'Message-ID'));
      expect(new Set(arrived).size, `seed ${seed}`).toBe(arrived.length);
      expect(arrived.length, `seed ${seed}`).toBeGreaterThanOrEqual(sure);
      expect(arrived.length, `seed ${seed}`).toBeLessThanOrEqual(sure + unclear.size);
      const copies = await post.lying(post.ours, 'Sent');
      expect(copies.filter(({ flags }) => flags.includes('\\Draft'))).toHaveLength(unclear.size);
      expect(copies).toHaveLength(1 + kills);
    },
    60_000 + kills * 3000,
  );

  test('mail comes in, a person answers, another approves, and the answer stands on the timeline once', async () => {
    await post.ours.append('INBOX', post.mail());
    const support = email(post.options());
    const app = kenning({ store: memory(), channels: { support }, strategy: presetForOne({ owner: 'Ann' }) });
    await app.strategy.setPolicy({ policy: { approvals: 1 }, by: 'Ann' });
    expect((await app.sync()).failed).toEqual([]);
    const idOf = async (externalId: string) => {
      for await (const change of app.changes()) {
        if (change.type !== 'said') continue;
        const found = await app.interaction(change.interaction);
        if (found?.interaction.externalId === externalId) return found.interaction.id;
      }
      throw new Error(`${externalId} is not there`);
    };
    const asked = await idOf('q1@shop.example');
    const draft = await app.reply({ to: asked, text: 'Bring it in!', by: 'Tim' });
    expect(draft.state).toBe('held');
    expect(await post.lying(post.anns, 'INBOX')).toEqual([]);
    const { state, written } = await app.approve({ id: draft.id, by: 'Ann' });
    expect(state).toBe('done');
    const answer = written?.interaction as InteractionId;
    const conversation = async () => (await app.conversation(asked))?.interactions;
    expect(await conversation()).toEqual([asked, answer]);

    // Read again from the folder of sent mail it is the same, and Ann's answer to it stands in the same conversation.
    const before = await app.interaction(answer);
    const [arrived] = await post.lying(post.anns, 'INBOX', 1);
    if (!arrived) throw new Error('nothing arrived');
    const thread = `${headerOf(arrived, 'References')} ${headerOf(arrived, 'Message-ID')}`;
    await post.ours.append('INBOX', post.mail({ 'Message-ID': '<q2@shop.example>', References: thread }, 'Thanks!'));
    expect((await app.sync()).failed).toEqual([]);
    const thanks = await idOf('q2@shop.example');
    expect(new Set(await conversation())).toEqual(new Set([asked, answer, thanks]));
    expect((await app.interaction(answer))?.interaction).toEqual(before?.interaction);
    await app.stop();
  });

  test('a mail that came back is marked so', async () => {
    const store = memory();
    const support = email(post.options());
    const app = kenning({ store, channels: { support }, strategy: presetForOne({ owner: 'Ann' }) });
    const to = { source: 'email', externalId: 'anyone@bounce.example' };
    const sent = await app.message({ channel: 'support', to, subject: 'Hi', text: 'Hi', by: 'Ann' });
    expect(sent).toMatchObject({ state: 'done', written: { ref: mailRef(sent.written?.ref.externalId ?? '') } });
    await post.lying(post.ours, 'INBOX', 1);
    expect((await app.sync()).failed).toEqual([]);
    const interaction = sent.written?.interaction as InteractionId;
    const signals = await store.list('signals', 'byInteraction', { where: { interaction }, limit: 10 });
    expect(signals.map(({ data }) => [data.type, data.value])).toEqual([['delivery', 'failed']]);
    await app.stop();
  });
});
