import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems hand out by themselves (Linux: from 32768), so that no connection of a test takes it meanwhile. */
const RANGE = { lowest: 12_000, count: 18_000 };

/** A port of 127.0.0.1 that nobody listens on, chosen by chance, so that files tested side by side rarely choose the same. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = RANGE.lowest + Math.floor(Math.random() * RANGE.count);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue; // somebody else listens
    }
    await new Promise((closed) => server.close(closed));
    return port;
  }
}
