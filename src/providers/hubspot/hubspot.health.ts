import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { HubSpotClient } from './hubspot.client.js';

/** HubSpot's row on `/health`: asks for one contact, which changes nothing. */
@Injectable()
@HealthFacet('hubspot')
export class HubSpotHealth implements ProviderHealth {
  readonly variables = ['HUBSPOT_ACCESS_TOKEN'];

  constructor(private readonly hubspot: HubSpotClient) {}

  get configured(): boolean {
    return this.hubspot.configured;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.hubspot.call(
      'health.probe',
      { method: 'GET', path: '/crm/v3/objects/contacts', query: { limit: '1' }, answer: z.looseObject({}) },
      { signal },
    );
  }
}
