import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Answers } from '../http/answers.js';
import { SecurityHeaders } from '../http/security-headers.js';
import { metricsRoute } from './metrics.answers.js';
import { MetricsService } from './metrics.service.js';

/** What Prometheus asks for every few seconds. Open, as `/health` is: it tells of counts and times, of nobody's data. */
@Controller('metrics')
@SecurityHeaders()
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Answers(metricsRoute)
  show(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { registry } = this.metrics;
    void reply.header('Content-Type', registry.contentType).header('Cache-Control', 'no-store');
    return registry.metrics();
  }
}
