import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OutboundServicesModule } from '../outbound/outbound-services.module.js';
import { privateNetworksConfig } from '../outbound/transport/private-networks.config.js';
import { EventsController } from './api/events.controller.js';
import { EventTypesController } from './api/event-types.controller.js';
import { EventCatalogue } from './catalogue/event-catalogue.js';
import { DefinedEventTypes } from './catalogue/event-types.js';
import { StoredEventTypes } from './catalogue/stored-event-types.js';
import { EventMetrics } from './events/event-metrics.js';
import { EventsService } from './events/events.service.js';
import { PublishedEvents } from './events/published-events.js';
import { deliveriesConfig } from './deliveries.config.js';
import { EndpointsController } from './api/endpoints.controller.js';
import { EndpointCheck } from './endpoints/endpoint-check.js';
import { EndpointRowLock } from './endpoints/endpoint-row-lock.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { SealedEndpointHeaders } from './endpoints/sealed-endpoint-headers.js';
import { SealedEndpointSecrets } from './endpoints/sealed-endpoint-secrets.js';
import { TestEvents } from './endpoints/test-events.js';
import { DeliveryQueueMetrics } from './metrics/delivery-queue-metrics.js';
import { DeliveryQueue } from './metrics/delivery-queue.js';
import { EndpointDisabling } from './notices/endpoint-disabling.js';
import { EndpointHandlers } from './notices/endpoint-handlers.js';
import { EndpointNewsJobs } from './notices/endpoint-news.js';
import { DeliveriesController } from './api/deliveries.controller.js';
import { EndpointDeliveriesController } from './api/endpoint-deliveries.controller.js';
import { PortalLinksController } from './api/portal-links.controller.js';
import { PortalLinks } from './portal/portal-links.js';
import { PortalTokens } from './portal/portal-tokens.js';
import { DeliveriesService } from './records/deliveries.service.js';
import { DeliveryRetention } from './records/delivery-retention.js';
import { DeliverySearch } from './records/delivery-search.js';
import { EndpointHealth } from './records/endpoint-health.js';
import { MissedEvents } from './records/missed-events.js';
import { Attempts } from './sending/attempts.js';
import { Claims } from './sending/claims.js';
import { Delivering } from './sending/delivering.js';
import { DeliveryMetrics } from './sending/delivery-metrics.js';
import { deliveryRoad } from './sending/delivery-road.js';
import { Dispatcher } from './sending/dispatcher.js';
import { DueEndpoints } from './sending/due-endpoints.js';
import { EndpointCounts } from './sending/endpoint-counts.js';
import { EndpointStates } from './sending/endpoint-states.js';
import { Receivers } from './sending/receivers.js';
import { Settlements } from './sending/settlements.js';

/** Webhooks out: the product's events on their way to its customers. */
@Module({
  imports: [DiscoveryModule, OutboundServicesModule],
  controllers: [
    DeliveriesController,
    EndpointDeliveriesController,
    EndpointsController,
    EventsController,
    EventTypesController,
    PortalLinksController,
  ],
  providers: [
    deliveriesConfig.provider(),
    privateNetworksConfig.provider(),
    EventMetrics,
    PublishedEvents,
    DefinedEventTypes,
    StoredEventTypes,
    EventCatalogue,
    EventsService,
    EndpointCheck,
    EndpointRowLock,
    EndpointsService,
    SealedEndpointHeaders,
    SealedEndpointSecrets,
    TestEvents,
    DeliveryQueue,
    DeliveryQueueMetrics,
    EndpointHandlers,
    EndpointNewsJobs,
    EndpointDisabling,
    DeliverySearch,
    DeliveriesService,
    EndpointHealth,
    MissedEvents,
    DeliveryRetention,
    PortalTokens,
    PortalLinks,
    deliveryRoad,
    DueEndpoints,
    Claims,
    Receivers,
    Attempts,
    Settlements,
    EndpointStates,
    EndpointCounts,
    DeliveryMetrics,
    Delivering,
    Dispatcher,
  ],
  exports: [
    DeliveriesService,
    EndpointHealth,
    MissedEvents,
    PortalTokens,
    PortalLinks,
    EndpointsService,
    EventsService,
    EventCatalogue,
    DeliveryQueue,
  ],
})
export class DeliveriesModule {}
