import { Module } from '@nestjs/common';
import { hubspotConfig } from './hubspot.config.js';
import { HubSpotWebhooks } from './hubspot.webhooks.js';

/** HubSpot: webhooks. */
@Module({ providers: [hubspotConfig.provider(), HubSpotWebhooks] })
export class HubSpotModule {}
