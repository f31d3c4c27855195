import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** Stands before a provider and counts the calls, but for those that only ask for a token: one lasts for an hour. */
export interface CountingProxy {
  url: string;
  calls(): number;
  close(): Promise<void>;
}

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url?.endsWith('/token')) calls += 1;
    handOn(target, incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method, headers, url = '/' } = incoming;
  const passedOn = request(new URL(url, target), { method, headers });
  const [[answer]] = await Promise.all([
    once(passedOn, 'response') as Promise<[IncomingMessage]>,
    pipeline(incoming, passedOn),
  ]);
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, outgoing);
}
