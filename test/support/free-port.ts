import { once } from 'node:events';
import { createServer } from 'node:net';

/** A service takes its own port and, for the sandboxes, the ones that follow it. */
const BLOCK = 16;
const LOWEST = 10_000;
/** From here on (Linux: 32768) the system hands ports out by itself, to any connection that any test makes. */
const HIGHEST = 32_000;

/** Workers of a run. Each has blocks of its own: a port is chosen seconds before a service listens on it. */
const WORKERS = 8;
const BLOCKS = Math.floor((HIGHEST - LOWEST) / BLOCK / WORKERS);
const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS;
let chosen = Math.floor(Math.random() * BLOCKS);

/**
 * A port of 127.0.0.1 that nobody listens on, and that neither the system nor another test is given before it is used. (What
 * `listen(0)` gives can be taken as soon as it is let go of, by the next outgoing connection of another test.)
 */
export async function freePort(): Promise<number> {
  for (;;) {
    chosen = (chosen + 1) % BLOCKS;
    const port = LOWEST + BLOCK * (chosen * WORKERS + worker);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false; // somebody else listens
  }
  await new Promise((closed) => server.close(closed));
  return true;
}
