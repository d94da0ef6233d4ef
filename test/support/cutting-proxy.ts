import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  port: number;
  stop(): void;
}

/**
 * Stands between a client and a server and breaks the line off as soon as what the client says ends so.
 *
 * @param options.delivered whether the server still hears it; then its answer is lost
 */
export async function cuttingProxy(
  port: number,
  { at, delivered }: { at: string; delivered: boolean },
): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1');
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    let said = '';
    behind.on('data', (chunk) => void client.write(chunk));
    behind.on('close', () => client.destroy());
    client.on('close', () => behind.end());
    client.on('data', (chunk) => {
      said = (said + chunk.toString('latin1')).slice(-10_000);
      const cut = said.endsWith(at);
      if (!cut || delivered) behind.write(chunk);
      if (cut) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
