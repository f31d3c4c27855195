import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import { InjectRoad } from '../../../outbound/outbound.module.js';
import type { Road } from '../../../outbound/road.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { EVENTS } from '../google-calendar.client.js';

/** Google's answer about a channel. */
const openChannel = z.object({
  id: z.string(),
  resourceId: z.string().min(1),
  /** Unix time in ms, as text. */
  expiration: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform((text) => new Date(Number(text))),
});

/** What a channel is to be. */
export interface ChannelWish {
  /** Where its messages go. */
  address: string;
  /** What proves them. */
  token: string;
  /** How long it is to live, in seconds; Google may grant less. */
  ttlSeconds: number;
}

/** Channels by which Google tells of changes in a calendar. @see https://developers.google.com/workspace/calendar/api/guides/push */
@Injectable()
export class GoogleCalendarWatching {
  constructor(
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
    @InjectRoad('google-calendar') private readonly road: Road,
  ) {}

  /** Google sends to https addresses only; a stand-in on this machine sends anywhere. */
  canReach(address: string): boolean {
    return address.startsWith('https:') || this.road.settings.baseUrl.startsWith('http:');
  }

  /** Hookline's own address for messages about a connected account, or about that of the environment. */
  addressFor(connectionId: string | undefined): string {
    const own = `${this.config.publicUrl}/webhooks/google-calendar`;
    return connectionId === undefined ? own : `${own}/${connectionId}`;
  }

  /** @throws IntegrationError when Google refuses, or does not answer */
  open(
    google: ApiOperation,
    calendarId: string,
    { address, token, ttlSeconds }: ChannelWish,
  ): Promise<z.output<typeof openChannel>> {
    return google.call({
      method: 'POST',
      path: `${EVENTS}/watch`,
      params: { calendarId },
      json: { id: randomUUID(), type: 'web_hook', address, token, params: { ttl: String(ttlSeconds) } },
      answer: openChannel,
    });
  }

  /** @throws NotFoundError when the channel is gone already */
  async stop(google: ApiOperation, channel: { id: string; resourceId: string }): Promise<void> {
    // Stopping it twice leaves the same.
    const safety = { by: 'upsert' } as const;
    await google.send({ method: 'POST', path: '/calendar/v3/channels/stop', json: channel, safety });
  }
}
