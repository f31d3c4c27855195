import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ErrorFilter } from '../http/error.filter.js';
import { ApiAccess } from './api-access.js';

/**
 * Asks for the credential before a large body is read. Nest's guards stand behind the body, and a stranger would
 * otherwise have 42 MiB of anything read, held and parsed before being told to go.
 */
@Injectable()
export class EarlyAccess implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly access: ApiAccess,
    private readonly errors: ErrorFilter,
  ) {}

  onModuleInit(): void {
    // On the command line, there is no HTTP.
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    fastify?.addHook('onRequest', (request, reply, done) => {
      if (!request.routeOptions.config.largeBody) return done();
      void this.letIn(request, reply, done);
    });
  }

  private async letIn(request: FastifyRequest, reply: FastifyReply, done: () => void): Promise<void> {
    try {
      request.caller = await this.access.authenticate(request);
    } catch (error) {
      // The rest of the body is not waited for, nor read to be thrown away.
      void reply.header('Connection', 'close');
      return this.errors.answer(error, request, reply);
    }
    done();
  }
}
