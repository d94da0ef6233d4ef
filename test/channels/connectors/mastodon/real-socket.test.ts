import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { FakeMastodon } from './fake-mastodon.js';

/** One text message as RFC 6455 frames it, short enough for one byte of length. */
function frameOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, bytes.length]), bytes]);
}

it('streams over the platform’s own WebSocket, with the token as the protocol, and comes again after a break', async () => {
  const fake = await FakeMastodon.open();
  const sockets: Duplex[] = [];
  const asked: (string | undefined)[][] = [];
  const server = createServer().on('upgrade', ({ headers, url }, socket) => {
    sockets.push(socket.on('error', () => {}));
    const protocol = headers['sec-websocket-protocol'];
    asked.push([url, protocol]);
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
    );
    socket.write(frameOf(JSON.stringify({ event: 'delete', payload: String(sockets.length) })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const streaming = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const told: string[] = [];
  for await (const { items } of fake.connect({ streaming, reconnectMs: 1 }).stream()) {
    for (const item of items) {
      told.push(item.type === 'removed' ? `${item.type} ${item.of.externalId}` : item.type);
      if (told.at(-1) === 'removed 1') sockets[0]?.destroy();
    }
    if (told.includes('removed 2')) break;
  }
  expect(told).toEqual(['removed 1', 'gap', 'removed 2']);
  expect(asked).toEqual(Array(2).fill(['/api/v1/streaming?stream=user', 'made-up-token']));
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await fake.close();
});
