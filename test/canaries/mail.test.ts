import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { email } from '../../src/channels/connectors/email/index.js';
import { Canaries } from './canaries.js';
import { verbsOf } from './provoke.js';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

type Answer = (socket: Socket, tag: string, echo: string, line: string) => void;

/** How a hostile IMAP server answers a login; it repeats what it was told, also as it is when base64 is read. */
const answers: Record<string, Answer> = {
  no: (socket, tag, echo) => socket.write(`${tag} NO [AUTHENTICATIONFAILED] ${echo}\r\n`),
  'no, for now': (socket, tag, echo) => socket.write(`${tag} NO [UNAVAILABLE] ${echo}\r\n`),
  'no, with a code of its own': (socket, tag, echo) => socket.write(`${tag} NO [${echo}] ${echo}\r\n`),
  bad: (socket, tag, echo) => socket.write(`${tag} BAD ${echo}\r\n`),
  'good-bye': (socket, _tag, echo) => socket.end(`* BYE ${echo}\r\n`),
  'what is no IMAP': (socket, _tag, echo) => socket.end(`${echo}\r\n(((${echo}\r\n`),
  'an end': (socket) => socket.destroy(),
  'yes, and then no': (socket, tag, echo, line) =>
    socket.write(`${tag} ${/^\w+ (LIST|LSUB|SELECT|EXAMINE|STATUS)/i.test(line) ? 'NO' : 'OK'} ${echo}\r\n`),
};

async function hostileServer(answer: Answer): Promise<{ port: number; heard: () => string }> {
  let all = '';
  server = createServer((socket) => {
    let tag = '';
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR] ready\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      const words = text.split(/\s+/).map((word) =>
        Buffer.from(word, 'base64')
          .toString('utf8')
          .replaceAll(/[^\x20-\x7e]/g, ' '),
      );
      all += text + words.join(' ');
      tag = /^(\w+) [A-Z]/i.exec(text)?.[1] ?? tag;
      if (/^\w+ ID /i.test(text)) socket.write(`${tag} OK\r\n`);
      else if (/^\w+ AUTHENTICATE \S+\s*$/i.test(text)) socket.write('+ \r\n');
      else answer(socket, tag, all.replaceAll(/[\r\n]/g, ' '), text);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as { port: number }).port, heard: () => all };
}

describe.each(['password', 'token'] as const)('a mailbox with a %s, whose server says', (kind) => {
  it.each(Object.keys(answers))('%s', async (name) => {
    const canaries = new Canaries();
    const { port, heard } = await hostileServer(answers[name] as Answer);
    const imap = { host: '127.0.0.1', port, secure: false, user: 'us@example.com', timeoutMs: 300 };
    const secret = canaries.plant('secret');
    const support = email({
      imap: { ...imap, ...(kind === 'password' ? { password: secret } : { token: () => secret }) },
      own: ['us@example.com'],
    });
    const failures = [];
    for (const verb of Object.values(verbsOf(support))) failures.push(await verb().catch((error: unknown) => error));
    expect(canaries.leaksIn(heard())).toEqual(['secret']);
    expect(failures.some((failure) => failure instanceof Error)).toBe(true);
    expect(canaries.leaksIn(failures)).toEqual([]);
  });
});
