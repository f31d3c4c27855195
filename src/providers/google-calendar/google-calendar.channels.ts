import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Connection, HeldSubscription, SubscriptionKind } from '../../contracts/connections.js';
import { ResponseFormatError } from '../../contracts/errors.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { readJson } from '../../outbound/json.js';
import { Operation } from '../../outbound/operation.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { SubscriptionFacet } from '../../platform/facets/facets.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { GoogleChannelTokens } from './google-calendar.channel-tokens.js';
import { toIntegrationError } from './google-calendar.errors.js';

/** The calendar that every account has. */
const PRIMARY = 'primary';

/** How long a channel is asked for, in seconds; Google may grant less. */
const TTL_SECONDS = 7 * 86_400;

/** Scopes of which any lets events be watched. @see https://developers.google.com/workspace/calendar/api/auth */
const SCOPES = new Set(
  ['calendar', 'calendar.readonly', 'calendar.events', 'calendar.events.readonly'].map(
    (name) => `https://www.googleapis.com/auth/${name}`,
  ),
);

const channel = z.object({
  id: z.string(),
  resourceId: z.string().min(1),
  /** Unix time in ms, as text. */
  expiration: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform((text) => new Date(Number(text))),
});

/** What is kept of a channel. */
const channelState = z.object({ resourceId: z.string(), token: z.string() });

/**
 * The channel by which Google tells that events of a connected account's own calendar have changed. Its messages come in
 * at `/webhooks/google-calendar/<connection id>`, each channel with a token of its own.
 * @see https://developers.google.com/workspace/calendar/api/guides/push
 */
@Injectable()
@SubscriptionFacet('google-calendar')
export class GoogleCalendarChannels implements SubscriptionKind {
  readonly kind = 'calendar-channel';
  /** Google ends a channel when its time is over, and knows no renewal: a new one takes its place. */
  readonly renewBeforeMs = 86_400_000;
  private toldWhyNot = false;

  constructor(
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
    @InjectRoad('google-calendar') private readonly road: Road,
    private readonly tokens: GoogleChannelTokens,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The account's own calendar, if its scopes allow it and Google could reach us. */
  async resources({ scopes }: Connection): Promise<readonly string[]> {
    if (!scopes.some((scope) => SCOPES.has(scope))) return [];
    if (this.isReachable()) return [PRIMARY];
    if (!this.toldWhyNot) {
      this.logger.info(
        { event: 'calendar_channels_off', public_url: this.config.publicUrl },
        'Google sends notifications to https addresses only: set PUBLIC_URL to one, to be told of changes in calendars',
      );
    }
    this.toldWhyNot = true;
    return [];
  }

  /** @throws IntegrationError when Google refuses, or does not answer */
  async create(connection: Connection, calendarId: string): Promise<HeldSubscription> {
    const token = randomBytes(32).toString('hex');
    // Before the channel is there: its first message comes at once.
    await this.tokens.add(connection, token);
    const response = await this.post(
      connection,
      'channels.create',
      '/calendar/v3/calendars/:calendarId/events/watch',
      `/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events/watch`,
      {
        id: randomUUID(),
        type: 'web_hook',
        address: `${this.config.publicUrl}/webhooks/google-calendar/${connection.id}`,
        token,
        params: { ttl: String(TTL_SECONDS) },
      },
    );
    const { id, resourceId, expiration } = readChannel(response);
    return { externalId: id, expiresAt: expiration, state: { resourceId, token } };
  }

  /** @throws NotFoundError when the channel is gone already; its token is no longer good in any case */
  async remove(connection: Connection, _calendarId: string, held: HeldSubscription): Promise<void> {
    const { resourceId, token } = channelState.parse(held.state);
    const path = '/calendar/v3/channels/stop';
    try {
      await this.post(connection, 'channels.stop', path, path, { id: held.externalId, resourceId });
    } finally {
      await this.tokens.remove(connection, token);
    }
  }

  /** Google sends to https addresses only; a stand-in on this machine sends anywhere. */
  private isReachable(): boolean {
    return this.config.publicUrl.startsWith('https:') || this.road.settings.baseUrl.startsWith('http:');
  }

  private post(
    connection: Connection,
    operation: string,
    endpoint: string,
    path: string,
    body: object,
  ): Promise<OutboundResponse> {
    const { provider, settings } = this.road;
    const about = { provider, operation, defaultTimeoutMs: settings.timeoutMs };
    return Operation.run(about, { connectionId: connection.id }, (running) =>
      runInCallScope(running.scope(endpoint), async () => {
        const response = await this.road.send({
          method: 'POST',
          url: new URL(settings.baseUrl + path),
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        if (response.status >= 300) throw toIntegrationError(response, { provider, operation });
        return response;
      }),
    );
  }
}

function readChannel(response: OutboundResponse): z.output<typeof channel> {
  const about = { provider: 'google-calendar', operation: 'channels.create' };
  const { data, error } = channel.safeParse(readJson(response, about));
  if (data) return data;
  const fields = error.issues.map(({ path }) => path.join('.') || 'body').join(', ');
  const message = `Google answered ${about.operation} in a form that it does not document: see ${fields}.`;
  throw new ResponseFormatError(message, { ...about, status: response.status });
}
