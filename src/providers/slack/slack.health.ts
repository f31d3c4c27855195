import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { SlackClient } from './slack.client.js';

/** Slack's row on `/health`: asks whose token it is, which changes nothing. */
@Injectable()
@HealthFacet('slack')
export class SlackHealth implements ProviderHealth {
  readonly variables = ['SLACK_BOT_TOKEN'];

  constructor(private readonly slack: SlackClient) {}

  get configured(): boolean {
    return this.slack.configured;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.slack.perform('health.probe', { signal }, (slack) =>
      slack.read({ method: 'auth.test', form: {}, answer: z.looseObject({}) }),
    );
  }
}
