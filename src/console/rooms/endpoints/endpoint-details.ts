import { Injectable } from '@nestjs/common';
import type { Delivery, Endpoint } from '../../../contracts/events.js';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { EndpointsService } from '../../../deliveries/endpoints/endpoints.service.js';
import { DeliveriesService } from '../../../deliveries/records/deliveries.service.js';
import { EndpointHealth, type HealthHour } from '../../../deliveries/records/endpoint-health.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { beginningOf, everyHour } from './endpoint-hours.js';
import type { ListedEndpoint } from './endpoints-page.js';

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;

/** How many of its last deliveries the page of an endpoint shows. */
const SHOWN = 10;

/** All that the page of an endpoint shows; its secrets are no part of it. */
export interface EndpointDetail {
  readonly endpoint: Endpoint;
  /** The last seven days. */
  readonly hours: readonly HealthHour[];
  /** Deliveries that are not done, as far as they were counted. */
  readonly waiting: number;
  readonly deliveries: readonly Delivery[];
  /** Of the catalogue, to test it with. */
  readonly eventTypes: readonly string[];
}

/** Gathers what there is to see of endpoints. */
@Injectable()
export class EndpointDetails {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly health: EndpointHealth,
    private readonly deliveries: DeliveriesService,
    private readonly catalogue: EventCatalogue,
  ) {}

  /** @throws ApiError NOT_FOUND */
  async find(id: string): Promise<Endpoint> {
    const endpoint = await this.endpoints.get(id);
    if (endpoint) return endpoint;
    throw new ApiError(
      'NOT_FOUND',
      `There is no endpoint ${id}. If it was deleted, its deliveries are kept for a while.`,
    );
  }

  /** @throws ApiError NOT_FOUND */
  async of(id: string): Promise<EndpointDetail> {
    const endpoint = await this.find(id);
    const since = beginningOf(WEEK_HOURS);
    const [hours, waiting, { deliveries }, types] = await Promise.all([
      this.health.hours([id], since),
      this.health.waiting([id]),
      this.deliveries.list({ endpointId: id }, SHOWN),
      this.catalogue.list(),
    ]);
    return {
      endpoint,
      hours: everyHour(hours.get(id) ?? [], since),
      waiting: waiting.get(id) ?? 0,
      deliveries,
      eventTypes: types.map(({ name }) => name),
    };
  }

  /** Each with how it did in the last 24 hours. */
  async ofEach(endpoints: readonly Endpoint[]): Promise<ListedEndpoint[]> {
    const ids = endpoints.map(({ id }) => id);
    const since = beginningOf(DAY_HOURS);
    const [hours, waiting] = await Promise.all([this.health.hours(ids, since), this.health.waiting(ids)]);
    return endpoints.map((endpoint) => ({
      endpoint,
      hours: everyHour(hours.get(endpoint.id) ?? [], since),
      waiting: waiting.get(endpoint.id) ?? 0,
    }));
  }
}
