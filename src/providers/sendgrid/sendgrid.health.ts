import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { SendGridClient } from './sendgrid.client.js';

/** SendGrid's row on `/health`: asks what the API key may do, which changes nothing. */
@Injectable()
@HealthFacet('sendgrid')
export class SendGridHealth implements ProviderHealth {
  readonly variables = ['SENDGRID_API_KEY'];

  constructor(private readonly sendgrid: SendGridClient) {}

  get configured(): boolean {
    return this.sendgrid.configured;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.sendgrid.call(
      'health.probe',
      { method: 'GET', path: '/v3/scopes', answer: z.looseObject({}) },
      { signal },
    );
  }
}
