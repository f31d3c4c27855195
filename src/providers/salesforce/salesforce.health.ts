import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { DATA } from './salesforce.api-version.js';
import { SalesforceClient } from './salesforce.client.js';

/** Salesforce's row on `/health`: reads the limits of the organisation, which changes nothing. */
@Injectable()
@HealthFacet('salesforce')
export class SalesforceHealth implements ProviderHealth {
  readonly variables = ['SALESFORCE_API_BASE_URL', 'SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'];

  constructor(private readonly salesforce: SalesforceClient) {}

  get configured(): boolean {
    return this.salesforce.configured;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.salesforce.call(
      'health.probe',
      { method: 'GET', path: `${DATA}/limits`, answer: z.looseObject({}) },
      { signal },
    );
  }
}
