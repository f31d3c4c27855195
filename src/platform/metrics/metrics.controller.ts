import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MetricsService } from './metrics.service.js';

/** What Prometheus asks for every few seconds. Open, as `/health` is: it tells of counts and times, of nobody's data. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  show(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { registry } = this.metrics;
    void reply.header('Content-Type', registry.contentType).header('Cache-Control', 'no-store');
    return registry.metrics();
  }
}
