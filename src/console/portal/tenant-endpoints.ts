import { Injectable } from '@nestjs/common';
import type { Delivery, Endpoint } from '../../contracts/events.js';
import { EndpointsService } from '../../deliveries/endpoints/endpoints.service.js';
import { DeliveriesService } from '../../deliveries/records/deliveries.service.js';
import { ApiError } from '../../platform/http/api-error.js';

/**
 * What a tenant may see: every page and form of the portal asks here before it does anything by an id. What belongs to
 * another tenant is not to be told apart from what is not there.
 */
@Injectable()
export class TenantEndpoints {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly deliveries: DeliveriesService,
  ) {}

  /** @throws ApiError NOT_FOUND when the tenant has no such endpoint */
  async endpoint(tenant: string, id: string): Promise<Endpoint> {
    const endpoint = await this.endpoints.get(id);
    if (endpoint?.tenant === tenant) return endpoint;
    throw new ApiError('NOT_FOUND', 'There is no such endpoint. It may have been deleted.');
  }

  /** @throws ApiError NOT_FOUND when there is no such delivery to an endpoint of the tenant */
  async delivery(tenant: string, id: string): Promise<{ delivery: Delivery; endpoint: Endpoint }> {
    const delivery = await this.deliveries.get(id);
    const endpoint = delivery && (await this.endpoints.get(delivery.endpointId));
    if (delivery && endpoint?.tenant === tenant) return { delivery, endpoint };
    throw new ApiError('NOT_FOUND', 'There is no such delivery. Deliveries are kept for some time only.');
  }
}
