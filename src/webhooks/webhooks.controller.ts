import { Controller, HttpCode, Param, Post, Req, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { NotConfiguredError } from '../contracts/errors.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../contracts/webhooks.js';
import { ApiError } from '../platform/http/api-error.js';
import { ErrorFilter } from '../platform/http/error.filter.js';
import { WebhookInbox } from './webhook-inbox.js';
import { WebhookSources } from './webhook-sources.js';

/** Headers that are somebody's credentials and no business of a stored event. */
const NOT_STORED = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The door of the road in. 200 only once the events are durable. */
@Controller('webhooks')
@UseFilters(ErrorFilter)
export class WebhooksController {
  constructor(
    private readonly sources: WebhookSources,
    private readonly inbox: WebhookInbox,
  ) {}

  @Post(':provider')
  @HttpCode(200)
  @RouteConfig({ rawBody: true })
  async receive(@Param('provider') provider: string, @Req() request: FastifyRequest) {
    const source = this.sources.get(provider);
    const { headers } = request;
    const receivedAt = new Date();
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const envelopes = verify(provider, source, { headers, rawBody, receivedAt });
    const stored = { provider, receivedAt, requestId: request.id, headers: storedHeaders(headers) };
    const receipts = await Promise.all(
      envelopes.map((envelope) => this.inbox.accept({ ...envelope, ...stored })),
    );
    return {
      stored: receipts.filter((receipt) => receipt === 'stored').length,
      duplicates: receipts.filter((receipt) => receipt === 'duplicate').length,
    };
  }
}

function verify(
  provider: string,
  source: WebhookSource,
  request: WebhookRequest,
): readonly WebhookEnvelope[] {
  if (!source.configured) {
    throw new NotConfiguredError(
      `Webhooks of ${provider} cannot be verified. Set ${source.secretVariable}.`,
      {
        provider,
        operation: 'webhooks.verify',
      },
    );
  }
  try {
    return source.verify(request);
  } catch (error) {
    if (error instanceof InvalidSignatureError) {
      throw new ApiError('INVALID_SIGNATURE', error.message, { cause: error });
    }
    if (error instanceof MalformedWebhookError)
      throw new ApiError(error.code, error.message, { cause: error });
    throw error;
  }
}

function storedHeaders(headers: FastifyRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !NOT_STORED.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
