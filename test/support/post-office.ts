import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import {
  OutcomeUnknownError,
  ProviderUnavailableError,
  UnprocessableError,
  ValidationError,
} from '../../src/contracts/errors.js';
import type {
  BatchOutcome,
  Notification,
  NotificationChannel,
  NotificationReference,
  Notifier,
  SendOptions,
  SentMessage,
} from '../../src/contracts/notifications.js';
import { NotifierFacet } from '../../src/platform/facets/facets.js';

/** How a bird fares. `eaten`: it is lost after it has delivered; `lost`: before. */
export type Fate = 'arrives' | 'grounded' | 'refused' | 'eaten' | 'lost';

/** A message that has arrived. */
export interface Letter extends NotificationReference {
  readonly provider: string;
  readonly message: Notification;
}

/** Where messages go that are sent by `pigeon` (chat) and `owl` (e-mail, up to 100 at a time). */
export class PostOffice {
  readonly letters: Letter[] = [];
  /** How often anybody was sent out, or asked; batches count once. */
  readonly calls = { send: 0, batch: 0, find: 0 };
  /** Whether it can be said what has arrived. */
  knowsWhatArrived = true;
  private readonly fates = new Map<string, Fate[]>();
  private readonly always = new Map<string, Fate>();

  /** What becomes of the next messages of a provider, or to a recipient, one after the other. Then they arrive. */
  plan(providerOrRecipient: string, ...fates: Fate[]): void {
    this.fates.set(providerOrRecipient, fates);
  }

  /** What becomes of all messages of a provider from now on. */
  settle(provider: string, fate: Fate): void {
    this.always.set(provider, fate);
  }

  reset(): void {
    this.letters.length = 0;
    Object.assign(this.calls, { send: 0, batch: 0, find: 0 });
    this.knowsWhatArrived = true;
    this.fates.clear();
    this.always.clear();
  }

  deliver(provider: string, message: Notification, reference: string): SentMessage {
    const about = { provider, operation: 'notifications.send', attempts: 1 };
    const planned = this.fates.get(message.to) ?? this.fates.get(provider);
    const fate = planned?.shift() ?? this.always.get(provider) ?? 'arrives';
    if (fate === 'grounded') throw new ProviderUnavailableError(`No ${provider} flies today.`, about);
    if (fate === 'refused') throw new UnprocessableError(`The ${provider} was sent back.`, about);
    if (fate !== 'lost') this.letters.push({ provider, message, reference });
    if (fate !== 'arrives') throw new OutcomeUnknownError(`The ${provider} did not come back.`, about);
    return sentBy(provider, message, reference);
  }

  find(provider: string, message: Notification, reference: string): SentMessage | undefined {
    this.calls.find += 1;
    if (!this.knowsWhatArrived) {
      throw new ProviderUnavailableError('The post office is closed.', {
        provider,
        operation: 'notifications.find',
      });
    }
    const found = this.letters.some((letter) => letter.reference === reference);
    return found ? sentBy(provider, message, reference) : undefined;
  }

  /** Loads both providers. */
  module(): DynamicModule {
    return {
      module: PostOfficeModule,
      providers: [{ provide: PostOffice, useValue: this }, Pigeon, Owl],
    };
  }
}

function sentBy(provider: string, message: Notification, reference: string): SentMessage {
  const channel: NotificationChannel = provider === 'pigeon' ? 'chat' : 'email';
  const sentAt = new Date();
  return {
    messageId: `${provider}:${reference}`,
    provider,
    channel,
    to: message.to,
    sentAt,
    raw: { reference },
  };
}

function check(provider: string, { to }: Notification): void {
  if (!to.includes('nobody')) return;
  const issue = 'is nobody';
  throw new ValidationError(
    `The ${provider} finds no recipient.`,
    { provider, operation: 'notifications.send' },
    [{ field: 'to', issue }],
  );
}

@Injectable()
@NotifierFacet('pigeon')
class Pigeon implements Notifier {
  readonly channel = 'chat';

  constructor(private readonly office: PostOffice) {}

  check(message: Notification): void {
    check('pigeon', message);
  }

  async send(message: Notification, { reference = '' }: SendOptions = {}): Promise<SentMessage> {
    this.office.calls.send += 1;
    return this.office.deliver('pigeon', message, reference);
  }

  async find(message: Notification, { reference }: NotificationReference): Promise<SentMessage | undefined> {
    return this.office.find('pigeon', message, reference);
  }
}

@Injectable()
@NotifierFacet('owl')
class Owl implements Notifier {
  readonly channel = 'email';
  readonly batchSize = 100;

  constructor(private readonly office: PostOffice) {}

  check(message: Notification): void {
    check('owl', message);
  }

  async send(message: Notification, { reference = '' }: SendOptions = {}): Promise<SentMessage> {
    this.office.calls.send += 1;
    return this.office.deliver('owl', message, reference);
  }

  async sendBatch(messages: readonly (Notification & NotificationReference)[]): Promise<BatchOutcome[]> {
    this.office.calls.batch += 1;
    return messages.map(({ reference, ...message }) => {
      try {
        return { sent: this.office.deliver('owl', message, reference) };
      } catch (error) {
        return { error: error as Error };
      }
    });
  }
}

@Module({})
class PostOfficeModule {}
