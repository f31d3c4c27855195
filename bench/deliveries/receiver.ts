import { once } from 'node:events';
import { createServer } from 'node:http';
import { answer, processorTimeMs } from '../answers.js';
import { DEAD_PATH } from './addresses.js';

/**
 * All endpoints of all customers: a plain server on every loopback address that takes everything at once and checks
 * nothing, but for one endpoint that takes everything and never answers.
 */
const arrived = new Map<string, { times: number; firstAtMs: number }>();

const server = createServer((request, response) => {
  const atMs = performance.timeOrigin + performance.now();
  request.resume();
  if (request.url === DEAD_PATH) return;
  const id = String(request.headers['webhook-id']);
  const known = arrived.get(id);
  if (known) known.times += 1;
  else arrived.set(id, { times: 1, firstAtMs: atMs });
  request.on('end', () => response.writeHead(204).end());
});
server.keepAliveTimeout = 60_000;
server.listen(0);
await once(server, 'listening');

export const answers = answer({
  port: () => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  },
  /** How many different events have arrived. */
  arrived: () => arrived.size,
  /** How many of them more than once. */
  twice: () => [...arrived.values()].filter(({ times }) => times > 1).length,
  /** When each came for the first time, in ms since 1970, by its id. */
  arrivals: () => Object.fromEntries([...arrived].map(([id, { firstAtMs }]) => [id, firstAtMs])),
  clear: () => arrived.clear(),
  timeMs: processorTimeMs,
});
