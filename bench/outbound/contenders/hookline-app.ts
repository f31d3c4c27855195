import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HooklineModule } from '../../../src/app.module.js';
import { OutboundModule } from '../../../src/outbound/outbound.module.js';
import type { RoadPolicy } from '../../../src/outbound/road-policy.js';
import { targets } from '../targets.js';

/** A provider like most, so that no interceptor is idle but the cache, which an operation asks for. */
const policy: RoadPolicy = {
  writes: { by: 'header', header: 'idempotency-key' },
  answersJson: true,
  authorization: {
    authorize: (call) =>
      Promise.resolve({ ...call, headers: { ...call.headers, authorization: 'Bearer bench' } }),
  },
  compressFromBytes: 16_384,
  rateLimitWindowSeconds: 1,
};

@Module({
  imports: [
    HooklineModule.forRoot(process.env),
    ...targets.map(({ name, url }) => OutboundModule.forFeature({ provider: name, baseUrl: url, policy })),
  ],
})
class BenchModule {}

/** Hookline as the application wires it up, without its doors, and with a road to each target. */
export const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
