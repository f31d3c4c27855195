import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ApiError } from '../../platform/http/api-error.js';
import { ErrorFilter } from '../../platform/http/error.filter.js';
import { ForgeryThrottle } from './forgery-throttle.js';
import { WITH_SECURITY_HEADERS } from '../../platform/http/security-headers.js';
import { WebhookDoor } from './webhook-door.js';

/**
 * The routes of the road in. 200 only once the events are durable. They are Fastify's own: the way through a Nest
 * controller costs a good part of what a webhook costs in all (docs/decisions/016-webhook-routes.md).
 */
@Injectable()
export class WebhookRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly door: WebhookDoor,
    private readonly forgeries: ForgeryThrottle,
    private readonly errors: ErrorFilter,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  onModuleInit(): void {
    // On the command line, there is no HTTP.
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    const options = { config: { rawBody: true, ...WITH_SECURITY_HEADERS } };
    fastify?.post<{ Params: { provider: string } }>('/webhooks/:provider', options, (request, reply) =>
      this.take(request, reply, request.params.provider, ''),
    );
    fastify?.post<{ Params: { provider: string; connectionId: string } }>(
      '/webhooks/:provider/:connectionId',
      options,
      (request, reply) => this.take(request, reply, request.params.provider, request.params.connectionId),
    );
  }

  /** @param connectionId empty for the provider's own account */
  private async take(
    request: FastifyRequest,
    reply: FastifyReply,
    provider: string,
    connectionId: string,
  ): Promise<unknown> {
    const { ip } = request;
    try {
      this.forgeries.admit(provider, ip);
      const { answer, ...receipts } = await this.door.receive({
        provider,
        connectionId,
        requestId: request.id,
        method: request.method,
        url: this.config.publicUrl + request.url,
        headers: request.headers,
        rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        receivedAt: new Date(),
      });
      this.forgeries.believed(provider, ip);
      if (!answer) return receipts;
      void reply.header('Content-Type', answer.contentType);
      return answer.body;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'INVALID_SIGNATURE')
        this.forgeries.refused(provider, ip);
      this.errors.answer(error, request, reply);
      return reply;
    }
  }
}
