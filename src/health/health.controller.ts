import { Controller, Get, HttpException, Res } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, type HealthIndicatorFunction } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Answers } from '../platform/http/answers.js';
import { SecurityHeaders } from '../platform/http/security-headers.js';
import { DatabaseIndicator } from './database.indicator.js';
import { healthRoutes } from './health.answers.js';
import { ProvidersIndicator } from './providers.indicator.js';
import { QueuesIndicator } from './queues.indicator.js';
import { RedisIndicator } from './redis.indicator.js';

/** What Kubernetes and people ask. A provider that is down shows in its own row and takes nobody out of service. */
@Controller('health')
@SecurityHeaders()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: DatabaseIndicator,
    private readonly queues: QueuesIndicator,
    private readonly providers: ProvidersIndicator,
    private readonly redis: RedisIndicator,
  ) {}

  /** The process runs. Restart it when this does not answer. */
  @Get('live')
  @Answers(healthRoutes.live)
  live() {
    return { status: 'ok' };
  }

  /** Requests can be served: the database answers. Redis is shown, but may be away. */
  @Get('ready')
  @Answers(healthRoutes.ready)
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.check([() => this.database.check(), ...this.redis.checks()], reply);
  }

  /** Everything, for people. */
  @Get()
  @Answers(healthRoutes.all)
  all(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.check(
      [
        () => this.database.check(),
        () => this.queues.check(),
        ...this.redis.checks(),
        ...this.providers.checks(),
      ],
      reply,
    );
  }

  /** Terminus throws its result when something is down; here that is an answer like any other. */
  private async check(checks: HealthIndicatorFunction[], reply: FastifyReply): Promise<HealthCheckResult> {
    try {
      return await this.health.check(checks);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      void reply.status(error.getStatus());
      return error.getResponse() as HealthCheckResult;
    }
  }
}
