import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** What providers send webhooks as. */
const WEBHOOK_TYPES = ['application/json', 'application/x-www-form-urlencoded'];

/**
 * Refuses to start where something parses bodies before Hookline has seen them: signatures of webhooks are computed over the bytes
 * that came, and every webhook would be refused as forged.
 */
@Injectable()
export class HttpAdapterCheck implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** @throws Error with the line to write */
  onModuleInit(): void {
    const http = this.host.httpAdapter;
    if (!http) return; // on the command line, there is no HTTP
    if (http.getType() !== 'fastify') throw new Error(`Hookline runs on Fastify. ${ADAPTER}`);
    const fastify = http.getInstance<FastifyInstance>();
    const parsed = WEBHOOK_TYPES.find((type) => fastify.hasContentTypeParser(type));
    if (parsed === undefined) return;
    throw new Error(
      `Bodies of type ${parsed} are parsed before Hookline sees them, so that no signature of a webhook could be checked. ` +
        `${ADAPTER} Leave out app.useBodyParser() for this type: createHttpAdapter reads JSON for your routes, too.`,
    );
  }
}

const ADAPTER =
  "Create the application by `NestFactory.create(AppModule, createHttpAdapter(publicUrl))`, with `createHttpAdapter` of 'hookline'.";
