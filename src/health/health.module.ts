import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DatabaseIndicator } from './database.indicator.js';
import { HealthController } from './health.controller.js';
import { ProvidersIndicator } from './providers.indicator.js';
import { QueuesIndicator } from './queues.indicator.js';
import { RedisIndicator } from './redis.indicator.js';

/** `/health/live`, `/health/ready`, `/health`. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), DeliveriesModule],
  controllers: [HealthController],
  providers: [DatabaseIndicator, QueuesIndicator, ProvidersIndicator, RedisIndicator],
})
export class HealthModule {}
