import { Injectable } from '@nestjs/common';
import type { Delivery, Endpoint } from '../../../contracts/events.js';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { DeliveriesService } from '../../../deliveries/records/deliveries.service.js';
import { EndpointHealth } from '../../../deliveries/records/endpoint-health.js';
import { beginningOf } from '../../rooms/endpoints/endpoint-hours.js';
import type { EndpointView } from './endpoint-page.js';
import type { EndpointSummary } from './endpoints-page.js';
import { CHART_HOURS } from './success-chart.js';

/** As many as fit on the page of an endpoint. */
const LATEST = 5;

/** Endpoints with all that their pages show. */
@Injectable()
export class EndpointViews {
  constructor(
    private readonly health: EndpointHealth,
    private readonly deliveries: DeliveriesService,
    private readonly catalogue: EventCatalogue,
  ) {}

  /** How each fares, in the order given. */
  async summaries(endpoints: readonly Endpoint[]): Promise<EndpointSummary[]> {
    const ids = endpoints.map(({ id }) => id);
    const hours = await this.health.hours(ids, beginningOf(CHART_HOURS));
    const waiting = await this.health.waiting(ids);
    return endpoints.map((endpoint) => ({
      endpoint,
      hours: hours.get(endpoint.id) ?? [],
      waiting: waiting.get(endpoint.id) ?? 0,
    }));
  }

  async view(endpoint: Endpoint): Promise<EndpointView> {
    const hours = await this.health.hours([endpoint.id], beginningOf(CHART_HOURS));
    const types = await this.catalogue.list();
    return {
      endpoint,
      hours: hours.get(endpoint.id) ?? [],
      deliveries: await this.latest(endpoint.id),
      types: types.map(({ name }) => name),
    };
  }

  /** The latest deliveries of an endpoint, newest first. */
  async latest(endpointId: string): Promise<Delivery[]> {
    return (await this.deliveries.list({ endpointId }, LATEST)).deliveries;
  }
}
