import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Agent, request } from 'undici';
import { expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { createHttpAdapter } from './http-adapter.js';

it('closes the connection of a request that was in flight when the shutdown began', async () => {
  const arrived = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<string>();

  @Controller('slow')
  class SlowController {
    @Get()
    async answer(): Promise<string> {
      arrived.resolve();
      return finish.promise;
    }
  }
  @Module({ controllers: [SlowController] })
  class SlowModule {}

  const app = await NestFactory.create<NestFastifyApplication>(
    SlowModule,
    createHttpAdapter('http://localhost'),
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
  const dispatcher = new Agent({ keepAliveTimeout: 60_000 });
  const answered = request(`${await app.getUrl()}/slow`, { dispatcher });
  await arrived.promise;
  const closed = app.close();
  await eventually('it listens no more', () => !app.getHttpServer().listening || undefined);
  finish.resolve('done');
  const { headers, body } = await answered;
  expect([await body.text(), headers.connection]).toEqual(['done', 'close']);
  await closed; // and not only when the connection has been idle for a minute
  await dispatcher.close();
}, 10_000);
