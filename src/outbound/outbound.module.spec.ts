import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { ENVIRONMENT, defineConfig } from '../platform/config/config-section.js';
import { LOGGER, createLogger } from '../platform/logging/logger.js';
import { runInCallScope } from './call-scope.js';
import { Deadline } from './deadline.js';
import { OutboundModule, roadToken } from './outbound.module.js';
import type { Road } from './road.js';

const config = defineConfig('acme', z.object({ ACME_RETRIES: z.coerce.number().default(0) }));

@Global()
@Module({
  providers: [
    { provide: ENVIRONMENT, useValue: {} },
    { provide: LOGGER, useFactory: () => createLogger({ level: 'silent', format: 'json' }) },
  ],
  exports: [ENVIRONMENT, LOGGER],
})
class PlatformForTest {}

it('gives a provider its road, and lets what is in flight end before it closes', async () => {
  const arrived = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    arrived.resolve();
    void mayAnswer.promise.then(() => response.end('late, but there'));
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const app = await Test.createTestingModule({
    imports: [
      PlatformForTest,
      OutboundModule.forFeature({
        provider: 'acme',
        config,
        policy: ({ ACME_RETRIES }) => ({ maxRetries: ACME_RETRIES, retryDelayMs: 1 }),
      }),
    ],
  }).compile();
  const road = app.get<Road>(roadToken('acme'), { strict: false });
  const deadline = new Deadline(5000);
  const call = () =>
    runInCallScope(
      { operation: 'o', endpoint: '/', idempotencyKey: 'k', deadline, progress: { attempts: 0 } },
      () => road.send({ method: 'GET', url: new URL(`http://127.0.0.1:${port}`), headers: {} }),
    );

  const inFlight = call();
  await arrived.promise;
  const closed = app.close();
  mayAnswer.resolve();

  expect((await inFlight).body.toString()).toBe('late, but there');
  await closed;
  await expect(call()).rejects.toThrow(/could not be reached/);
  deadline.clear();
  server.close();
});
