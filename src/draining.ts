import { setImmediate as afterReading, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const READY = '/health/ready';

/**
 * The time between being told to stop and not listening any more. Whoever hands out requests learns in it that this
 * process is no longer for them: it is not ready, and each answer closes its connection. A connection that is closed
 * without having been told so may have a request on its way, which is then lost.
 */
export class Draining {
  private begun = false;

  /** To be made before it listens. */
  constructor(private readonly fastify: FastifyInstance) {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!this.begun) return done();
      void reply.header('Connection', 'close');
      if (request.routeOptions.url !== READY) return done();
      void reply.status(503).send({ status: 'shutting_down' });
    });
  }

  /** Resolves when it is time to stop listening. @param delayMs 0: nobody has to be told */
  async run(delayMs: number): Promise<void> {
    this.begun = true;
    await sleep(delayMs);
    // What is on a connection and was not read yet is a request, too: only those are idle that are so right after reading.
    await afterReading();
    this.fastify.server.closeIdleConnections();
  }
}
