import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../../connections/accounts/connections.service.js';
import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import type { WatchEvents } from '../../../contracts/calendars.js';
import { NotConfiguredError, NotFoundError, type FieldIssue } from '../../../contracts/errors.js';
import { GoogleChannelTokens } from './channel-tokens.js';
import { googleCalendarConfig, type GoogleCalendarConfig } from '../google-calendar.config.js';
import { refuse } from '../events/event-checks.js';
import { GoogleCalendarWatching, type ChannelWish } from './watching.js';

/** The longest that Google lets a channel live, in ms: 30 days. It may grant less. */
const LONGEST_MS = 2_592_000_000;

/** What may stand in a header, and is no guess. */
const TOKEN = /^[\x21-\x7e]{16,256}$/;

/** Completes what a product asks of a watch: where its messages go, and what proves them. */
@Injectable()
export class GoogleCalendarWatchWishes {
  constructor(
    @Inject(googleCalendarConfig.token) private readonly config: GoogleCalendarConfig,
    private readonly watching: GoogleCalendarWatching,
    private readonly tokens: GoogleChannelTokens,
    private readonly connections: Connections,
  ) {}

  /**
   * @throws ValidationError for what Google could not use
   * @throws NotConfiguredError when Hookline's own address or token is wanted, and there is none
   */
  async complete(google: ApiOperation, wish: WatchEvents): Promise<ChannelWish> {
    const own = this.watching.addressFor(google.connectionId);
    const { address = own, token, lastsMs = LONGEST_MS } = wish;
    refuse(this.issuesOf(wish, address === own), google.describe());
    const ttlSeconds = Math.ceil(Math.min(lastsMs, LONGEST_MS) / 1000);
    if (address !== own && token !== undefined) return { address, token, ttlSeconds };
    if (!this.watching.canReach(own)) {
      const message = 'Google sends notifications to https addresses only. Set PUBLIC_URL to one.';
      throw new NotConfiguredError(message, google.describe());
    }
    return { address, token: await this.ownToken(google, token), ttlSeconds };
  }

  private issuesOf({ address, token, lastsMs }: WatchEvents, isOwn: boolean): FieldIssue[] {
    const issues: FieldIssue[] = [];
    if (address !== undefined && !(URL.canParse(address) && this.watching.canReach(address))) {
      issues.push({ field: 'address', issue: 'must be an https address' });
    }
    if (token === undefined && !isOwn) {
      const issue = 'must be given with an address of your own, which is not to learn Hookline’s';
      issues.push({ field: 'token', issue });
    }
    if (token !== undefined && !TOKEN.test(token)) {
      issues.push({ field: 'token', issue: 'must be 16 to 256 printable ASCII characters, without spaces' });
    }
    if (lastsMs !== undefined && !(lastsMs > 0)) {
      issues.push({ field: 'lastsMs', issue: 'must be more than 0' });
    }
    return issues;
  }

  /** A token that our webhooks will believe. */
  private async ownToken(google: ApiOperation, wished: string | undefined): Promise<string> {
    const about = google.describe();
    if (google.connectionId === undefined) {
      const { channelTokens } = this.config;
      const token = wished ?? channelTokens[0];
      if (token !== undefined && channelTokens.includes(token)) return token;
      const message = 'Without a connection, messages are believed for GOOGLE_CHANNEL_TOKENS alone.';
      if (token === undefined) throw new NotConfiguredError(`${message} Set it.`, about);
      refuse([{ field: 'token', issue: 'must be one of GOOGLE_CHANNEL_TOKENS' }], about);
    }
    const connection = await this.connections.get(google.connectionId ?? '');
    if (!connection) throw new NotFoundError('There is no such connection of Google Calendar.', about);
    if (wished === undefined) return this.tokens.shared(connection);
    await this.tokens.add(connection, wished);
    return wished;
  }
}
