import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../src/platform/database/generated/client.js';

/** What everybody has who writes it by hand: Nest on Fastify, with a Prisma client, and one route that asks the database. */
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env['DATABASE_URL'] }) });

@Controller('health')
class BareController {
  @Get('ready')
  async ready() {
    await prisma.apiKey.count();
    return { status: 'ok' };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: false });
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT']), '127.0.0.1');
