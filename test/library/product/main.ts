import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { createHttpAdapter, migrate } from 'hookline';
import { SingleModule } from './single.module.js';
import { WholeModule } from './whole.module.js';

/** The product's errors, in its own form. */
@Catch()
class ProductFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const status = error instanceof HttpException ? error.getStatus() : 500;
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(status)
      .send({ product: error instanceof Error ? error.message : 'unknown' });
  }
}

const { DATABASE_URL = '', PUBLIC_URL = 'http://localhost:3000', PORT = '3000', MODULES } = process.env;

await migrate(DATABASE_URL);
const app = await NestFactory.create<NestFastifyApplication>(
  MODULES === 'single' ? SingleModule : WholeModule,
  createHttpAdapter(PUBLIC_URL),
);
app.useGlobalFilters(new ProductFilter());
app.enableShutdownHooks();
await app.listen(PORT);
