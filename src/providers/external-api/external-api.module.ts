import { Module } from '@nestjs/common';
import { ExternalApiAccount } from './external-api.account.js';
import { externalApiConfig } from './external-api.config.js';
import { ExternalApiWebhooks } from './external-api.webhooks.js';

/** The generic external API: connected accounts and its callbacks. */
@Module({ providers: [externalApiConfig.provider(), ExternalApiAccount, ExternalApiWebhooks] })
export class ExternalApiModule {}
