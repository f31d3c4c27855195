import { Injectable } from '@nestjs/common';
import { PaypalEvents } from './paypal-events.js';

/** Has PayPal send again what this product was down for. */
@Injectable()
export class MissedEvents {
  constructor(private readonly paypal: PaypalEvents) {}

  /**
   * @param isKnown whether an event has arrived
   * @returns how many were missing
   */
  async resend(since: Date, until: Date, isKnown: (eventId: string) => boolean): Promise<number> {
    let missing = 0;
    const period = { start_time: since.toISOString(), end_time: until.toISOString(), page_size: 50 };
    for await (const { id } of this.paypal.events.list(period)) {
      if (id === undefined || isKnown(id)) continue;
      await this.paypal.events.resend({ event_id: id });
      missing += 1;
    }
    return missing;
  }
}
