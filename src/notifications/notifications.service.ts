import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CallOptions } from '../contracts/calls.js';
import { NotFoundError, ValidationError } from '../contracts/errors.js';
import type { Notification, NotificationChannel, SentMessage, Notifier } from '../contracts/notifications.js';
import { FacetRegistry } from '../platform/facets/facet-registry.js';
import { NotifierFacet } from '../platform/facets/facets.js';

const OPERATION = 'notifications.send';

/** A message, and by what it is to go. */
export interface SendNotification extends Notification {
  /** The provider's name. */
  readonly provider?: string;
  /** Whichever provider has this channel. */
  readonly channel?: NotificationChannel;
}

/** Messages to people, by whichever provider is asked for. */
@Injectable()
export class NotificationsService implements OnModuleInit {
  private notifiers = new Map<string, Notifier>();

  constructor(private readonly facets: FacetRegistry) {}

  onModuleInit(): void {
    this.notifiers = this.facets.find<Notifier>(NotifierFacet);
  }

  /**
   * Sends a message now, once. Provider and channel may both be left out as long as there is only one notifier.
   * @throws NotFoundError when no provider is what `provider` and `channel` ask for
   * @throws ValidationError when several are
   * @throws whatever {@link Notifier.send} throws
   */
  async send(
    { provider, channel, ...message }: SendNotification,
    options: CallOptions = {},
  ): Promise<SentMessage> {
    const fitting = [...this.notifiers].filter(
      ([name, notifier]) => name === (provider ?? name) && notifier.channel === (channel ?? notifier.channel),
    );
    const [first, second] = fitting;
    if (!first) throw this.none(provider, channel);
    if (second) throw several(fitting.map(([name]) => name));
    return first[1].send(message, options);
  }

  private none(provider = 'any', channel: string | undefined): NotFoundError {
    const known = [...this.notifiers].map(([name, notifier]) => `${name} (${notifier.channel})`).join(', ');
    const wanted = `${provider === 'any' ? '' : ` ${JSON.stringify(provider)}`}${channel ? ` for ${channel}` : ''}`;
    const message = `There is no notifier${wanted}. Known: ${known || 'none is loaded'}.`;
    return new NotFoundError(message, { provider, operation: OPERATION });
  }
}

function several(names: readonly string[]): ValidationError {
  return new ValidationError(
    `${OPERATION} has to know by which provider: see provider.`,
    { provider: 'any', operation: OPERATION },
    [{ field: 'provider', issue: `must be one of: ${names.join(', ')}` }],
  );
}
