import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { NotFoundError, ValidationError, type FieldIssue } from '../../contracts/errors.js';
import type { NotificationChannel } from '../../contracts/notifications.js';
import { requestId } from '../../platform/context/request-context.js';
import { traceparent } from '../../platform/tracing/traceparent.js';
import { messageFor, type KeptMessage } from '../records/message.js';
import type { NewNotification } from '../records/insert-statement.js';
import type { Way } from '../records/way.js';
import { Attempts } from '../sending/attempts.js';
import { EndlessTemplate, MissingTemplateData, render } from '../templates/rendering.js';
import { Templates, type Template } from '../templates/templates.js';
import { channelOf, strayFields } from './channels.js';
import type { Recipient, SendNotification } from './notification-request.js';

const OPERATION = 'notifications.send';
const NOWHERE = { provider: 'any', operation: OPERATION };

/** How far ahead a notification may be put off, in ms. */
const MAX_AHEAD_MS = 366 * 86_400_000;

/** What is accepted together, in bytes of JSON: it is written, and later read, in one go. */
const MAX_BYTES_TOGETHER = 16 * 1024 * 1024;

/** Turns what is asked for into a notification that can be kept, or refuses it. Nothing leaves, nothing is written. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly attempts: Attempts,
    private readonly templates: Templates,
  ) {}

  /**
   * @throws NotFoundError for a provider or template that there is not
   * @throws ValidationError whose `details` name the fields; NotConfiguredError when nobody could send it
   */
  async accept(request: SendNotification, idempotencyKey: string | undefined): Promise<NewNotification> {
    const template = request.template === undefined ? undefined : await this.templateOf(request.template);
    return this.build(request, template, idempotencyKey);
  }

  /** Several that share a template. @throws as {@link accept}, about the first that is wrong */
  async acceptAll(
    requests: readonly SendNotification[],
    keyOf: (index: number) => string | undefined,
  ): Promise<NewNotification[]> {
    const [first] = requests;
    const template = first?.template === undefined ? undefined : await this.templateOf(first.template);
    return requests.map((request, index) => {
      try {
        const built = this.build(request, template, keyOf(index));
        if (index === 0) checkTogether(built.message, requests.length);
        return built;
      } catch (error) {
        throw error instanceof ValidationError ? inRecipient(error, index) : error;
      }
    });
  }

  private build(
    request: SendNotification,
    template: Template | undefined,
    idempotencyKey: string | undefined,
  ): NewNotification {
    const { fallbacks = [], sendAt } = request;
    const now = new Date();
    checkTime(sendAt, now);
    const route = [request, ...fallbacks].map((recipient, index) =>
      this.wayOf(recipient, index === 0 ? '' : `fallbacks.${index - 1}.`),
    );
    const channels = new Set(route.map(({ channel }) => channel));
    const stray = strayFields(request, channels);
    if (stray.length > 0) throw invalid(stray);
    const message = keep(request, template, channels);
    route.forEach((way, index) => this.check(message, way, index));
    const mode = sendAt === undefined ? (request.mode ?? 'now') : 'durable';
    return {
      id: uuidv7(),
      mode,
      idempotencyKey: idempotencyKey ?? null,
      fingerprint: idempotencyKey === undefined ? null : digestOf([mode, route, message, sendAt]),
      message,
      route,
      dueAt: sendAt ?? now,
      requestId: requestId() ?? null,
      traceparent: traceparent() ?? null,
      createdAt: now,
    };
  }

  private wayOf(recipient: Recipient, prefix: string): Way {
    const { to, provider, connectionId, tenant } = recipient;
    const acting = { connectionId, tenant };
    if (provider !== undefined) {
      const { channel } = this.attempts.notifierOf(provider);
      if (recipient.channel === undefined || recipient.channel === channel)
        return { provider, channel, to, ...acting };
      throw invalid([
        { field: `${prefix}channel`, issue: `must be ${channel} for ${provider}, or left out` },
      ]);
    }
    const channel = channelOf(recipient);
    const fitting = [...this.attempts.known].filter(([, notifier]) => notifier.channel === channel);
    const [only, ...others] = fitting.map(([name]) => name);
    if (only === undefined) {
      throw new NotFoundError(`No provider for ${channel} is loaded.`, NOWHERE);
    }
    if (others.length === 0) return { provider: only, channel, to, ...acting };
    throw invalid([{ field: `${prefix}provider`, issue: `must be one of: ${[only, ...others].join(', ')}` }]);
  }

  private check(message: KeptMessage, { provider, to, connectionId, tenant }: Way, index: number): void {
    const notifier = this.attempts.notifierOf(provider);
    const acting = { connectionId, tenant };
    try {
      notifier.check(messageFor(message, notifier.channel, to), acting);
    } catch (error) {
      throw error instanceof ValidationError ? inRequest(error, index) : error;
    }
  }

  private async templateOf(name: string): Promise<Template> {
    const template = await this.templates.get(name);
    if (template) return template;
    throw new NotFoundError(
      `There is no template ${JSON.stringify(name)}. Make it: PUT /v1/notification-templates/:name.`,
      NOWHERE,
    );
  }
}

function keep(
  request: SendNotification,
  template: Template | undefined,
  channels: ReadonlySet<NotificationChannel>,
): KeptMessage {
  const {
    to: _to,
    provider: _provider,
    channel: _channel,
    connectionId: _connectionId,
    tenant: _tenant,
    fallbacks: _fallbacks,
    mode: _mode,
    sendAt: _sendAt,
    template: _template,
    references: _references,
    data = {},
    providerTemplate,
    attachments,
    ...rest
  } = request;
  return {
    ...rest,
    template: providerTemplate,
    attachments: attachments?.map(({ content, ...attachment }) => ({
      ...attachment,
      base64: Buffer.from(content).toString('base64'),
    })),
    rendered:
      template &&
      Object.fromEntries([...channels].map((channel) => [channel, fill(template, data, channel)])),
  };
}

function fill(template: Template, data: NonNullable<SendNotification['data']>, channel: NotificationChannel) {
  try {
    return render(template, data, channel);
  } catch (error) {
    if (error instanceof EndlessTemplate) throw invalid([{ field: 'data', issue: error.message }]);
    if (!(error instanceof MissingTemplateData)) throw error;
    throw invalid(
      error.names.map((name) => ({
        field: `data.${name}`,
        issue: `is needed by the template ${template.name}`,
      })),
    );
  }
}

function checkTime(sendAt: Date | undefined, now: Date): void {
  if (sendAt === undefined || sendAt.getTime() <= now.getTime() + MAX_AHEAD_MS) return;
  throw invalid([{ field: 'sendAt', issue: 'must be a time within the next year' }]);
}

/** Each recipient has a notification with the whole message in it. */
function checkTogether(message: KeptMessage, recipients: number): void {
  const most = Math.floor(MAX_BYTES_TOGETHER / JSON.stringify(message).length);
  if (recipients <= most) return;
  throw invalid([
    { field: 'recipients', issue: `must be at most ${most} for a message as large as this one` },
  ]);
}

function invalid(details: readonly FieldIssue[]): ValidationError {
  const fields = details.map(({ field }) => field).join(', ');
  return new ValidationError(`The notification cannot be sent as it is: see ${fields}.`, NOWHERE, details);
}

/** A notifier names the fields of its contract; a request has a recipient for each way, and two kinds of templates. */
function inRequest(error: ValidationError, way: number): ValidationError {
  return withFields(error, (field) => {
    if (field === 'to' && way > 0) return `fallbacks.${way - 1}.to`;
    return field.replace(/^template\b/, 'providerTemplate');
  });
}

function inRecipient(error: ValidationError, index: number): ValidationError {
  return withFields(error, (field) =>
    field === 'to' || field === 'toName' || field.startsWith('data') ? `recipients.${index}.${field}` : field,
  );
}

function withFields(error: ValidationError, rename: (field: string) => string): ValidationError {
  const { provider, operation, message, details } = error;
  const renamed = details.map(({ field, issue }) => ({ field: rename(field), issue }));
  return new ValidationError(message, { provider, operation, cause: error }, renamed);
}

function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
