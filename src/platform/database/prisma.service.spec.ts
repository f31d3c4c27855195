import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createLogger } from '../logging/logger.js';
import { isDatabaseUnavailable } from './database-errors.js';
import { PrismaService } from './prisma.service.js';

const message = (type: string, body: Buffer) => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** What a server sends that is shut down at the moment at which it lets somebody in: all of it arrives at once. */
const WELCOME_AND_FAREWELL = Buffer.concat([
  message('R', Buffer.alloc(4)), // authenticated
  message('Z', Buffer.from('I')), // ready for a query
  message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')),
]);

let server: Server | undefined;
let prisma: PrismaService | undefined;

afterEach(async () => {
  await prisma?.onApplicationShutdown();
  server?.close();
});

it('outlives a server that ends a connection as it is made', async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(WELCOME_AND_FAREWELL));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const logger = await createLogger({ level: 'silent', format: 'json' });
  prisma = new PrismaService(`postgresql://somebody@127.0.0.1:${port}/any`, logger);
  const failure = await prisma.$transaction((tx) => tx.$queryRaw`SELECT 1`).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(isDatabaseUnavailable(failure)).toBe(true);
});
