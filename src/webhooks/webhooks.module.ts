import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { WebhookEventsController } from './webhook-events.controller.js';
import { WebhookEvents } from './webhook-events.js';
import { WebhookHandlers } from './webhook-handlers.js';
import { WebhookInbox } from './webhook-inbox.js';
import { DEFAULT_RETRY_DELAYS_MS, RETRY_DELAYS_MS } from './webhook-jobs.js';
import { WebhookProcessor } from './webhook-processor.js';
import { WebhookSources } from './webhook-sources.js';
import { WebhooksController } from './webhooks.controller.js';

/** The road in: webhooks of every provider, stored before they are answered, handled once. */
@Module({
  imports: [DiscoveryModule],
  controllers: [WebhooksController, WebhookEventsController],
  providers: [
    WebhookSources,
    WebhookInbox,
    WebhookHandlers,
    WebhookProcessor,
    WebhookEvents,
    { provide: RETRY_DELAYS_MS, useValue: DEFAULT_RETRY_DELAYS_MS },
  ],
  exports: [WebhookEvents],
})
export class WebhooksModule {}
