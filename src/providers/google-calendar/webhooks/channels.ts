import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Connection, HeldSubscription, SubscriptionKind } from '../../../contracts/connections.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { SubscriptionFacet } from '../../../platform/facets/facets.js';
import { LOGGER, type Logger } from '../../../platform/logging/logger.js';
import { GoogleChannelTokens } from './channel-tokens.js';
import { GoogleCalendarClient } from '../google-calendar.client.js';
import { GoogleCalendarWatching } from './watching.js';

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
    private readonly google: GoogleCalendarClient,
    private readonly watching: GoogleCalendarWatching,
    private readonly tokens: GoogleChannelTokens,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The account's own calendar, if its scopes allow it and Google could reach us. */
  async resources({ scopes }: Connection): Promise<readonly string[]> {
    if (!scopes.some((scope) => SCOPES.has(scope))) return [];
    if (this.watching.canReach(this.config.publicUrl)) return [PRIMARY];
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
    const address = this.watching.addressFor(connection.id);
    const { id, resourceId, expiration } = await this.google.perform(
      'channels.create',
      { connectionId: connection.id },
      (google) => this.watching.open(google, calendarId, { address, token, ttlSeconds: TTL_SECONDS }),
    );
    return { externalId: id, expiresAt: expiration, state: { resourceId, token } };
  }

  /** @throws NotFoundError when the channel is gone already; its token is no longer good in any case */
  async remove(connection: Connection, _calendarId: string, held: HeldSubscription): Promise<void> {
    const { resourceId, token } = channelState.parse(held.state);
    try {
      await this.google.perform('channels.stop', { connectionId: connection.id }, (google) =>
        this.watching.stop(google, { id: held.externalId, resourceId }),
      );
    } finally {
      await this.tokens.remove(connection, token);
    }
  }
}
