import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { WebhooksModule } from '../../../webhooks/webhooks.module.js';
import { ProviderReports } from './provider-reports.js';
import { ProvidersRoom } from './providers.room.js';

/** The room that shows how the providers are set up. */
@Module({
  imports: [DiscoveryModule, WebhooksModule],
  controllers: [ProvidersRoom],
  providers: [ProviderReports],
  exports: [ProviderReports],
})
export class ProvidersRoomModule {}
