import { Module } from '@nestjs/common';
import { externalApiConfig } from './external-api.config.js';
import { ExternalApiWebhooks } from './external-api.webhooks.js';

/** The generic external API: its callbacks. */
@Module({ providers: [externalApiConfig.provider(), ExternalApiWebhooks] })
export class ExternalApiModule {}
