import { Module } from '@nestjs/common';
import { hubspotConfig } from './hubspot.config.js';
import { HubSpotConnect } from './hubspot.connect.js';
import { HubSpotWebhooks } from './hubspot.webhooks.js';

/** HubSpot: connected accounts and webhooks. */
@Module({ providers: [hubspotConfig.provider(), HubSpotConnect, HubSpotWebhooks] })
export class HubSpotModule {}
