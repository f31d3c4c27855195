import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EventLog, WebhookEnvelope } from '../../contracts/webhooks.js';
import { EventLogFacet } from '../../platform/facets/facets.js';
import { PayPalClient } from './paypal.client.js';
import { toEnvelope } from './paypal.webhooks.js';

/** Events in one answer. */
const PAGE_SIZE = '50';

const page = z.object({
  events: z.array(z.looseObject({})).default([]),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});

/**
 * PayPal's log of the events of one app: that of PAYPAL_CLIENT_ID.
 * @see https://developer.paypal.com/docs/api/webhooks/v1/#webhooks-events_list
 */
@Injectable()
@EventLogFacet('paypal')
export class PayPalEventLog implements EventLog {
  constructor(private readonly client: PayPalClient) {}

  get configured(): boolean {
    return this.client.configured;
  }

  /**
   * @throws NotConfiguredError without credentials; MalformedWebhookError when an entry is no event; whatever else a call
   *   to PayPal throws
   */
  async *events(
    since: Date,
    types: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<WebhookEnvelope, void> {
    for (const type of types) {
      // PayPal filters by one type at a time.
      let query: URLSearchParams | undefined = new URLSearchParams({
        start_time: since.toISOString(),
        event_type: type,
        page_size: PAGE_SIZE,
      });
      while (query) {
        const { events, links } = await this.page(query, signal);
        for (const event of events) yield toEnvelope(Buffer.from(JSON.stringify(event)));
        query = nextQuery(links);
      }
    }
  }

  private page(query: URLSearchParams, signal: AbortSignal): Promise<z.output<typeof page>> {
    return this.client.call(
      'events.list',
      {
        method: 'GET',
        path: '/v1/notifications/webhooks-events',
        query,
        answer: page,
      },
      { signal },
    );
  }
}

/** Only the query of PayPal's link: our credentials go nowhere but to the API that they are for. */
function nextQuery(links: z.output<typeof page>['links']): URLSearchParams | undefined {
  const href = links.find(({ rel }) => rel === 'next')?.href;
  return href === undefined || !URL.canParse(href) ? undefined : new URL(href).searchParams;
}
