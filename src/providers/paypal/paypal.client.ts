import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Connections } from '../../connections/accounts/connections.service.js';
import type { CallOptions } from '../../contracts/calls.js';
import { NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { readJson } from '../../outbound/json.js';
import { Operation, type CallDetails } from '../../outbound/operation.js';
import type { HttpRequest } from '../../outbound/outbound-call.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { paypalConfig, type PayPalConfig } from './paypal.config.js';
import { refusalOf } from './paypal.errors.js';

interface PayPalCall<Answer> extends CallDetails {
  /** In our words: `webhooks.verify`. */
  operation: string;
  method: HttpRequest['method'];
  /** Also its template in logs and metrics, so without ids: `/v1/notifications/webhooks-events`. */
  path: string;
  query?: URLSearchParams;
  /** JSON, as bytes: PayPal checks some of them to the byte. */
  body?: Uint8Array;
  answer: z.ZodType<Answer>;
}

/** PayPal's REST API on our road out, with the credentials of the environment or of a connected account. */
@Injectable()
export class PayPalClient {
  constructor(
    @Inject(paypalConfig.token) private readonly config: PayPalConfig,
    @InjectRoad('paypal') private readonly road: Road,
    @Inject(Connections) private readonly connections: Pick<Connections, 'actingFor'>,
  ) {}

  /** Whether the environment has credentials to call the API with. */
  get configured(): boolean {
    return this.config.client !== undefined;
  }

  /**
   * Makes one call, as an operation of its own.
   * @throws NotConfiguredError without PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET, unless it acts for a connected account
   * @throws ResponseFormatError when a success is not what `answer` describes
   * @throws IntegrationError for everything that PayPal refuses, and whatever the road throws
   */
  async call<Answer>(call: PayPalCall<Answer>, options: CallOptions): Promise<Answer> {
    const { operation, path, answer, method, query, body, ...details } = call;
    const { provider, settings } = this.road;
    const acting = await this.connections.actingFor(provider, options);
    return Operation.run({ provider, operation, defaultTimeoutMs: settings.timeoutMs }, acting, (running) => {
      if (acting.connectionId === undefined && !this.configured) throw notConfigured(operation);
      const url = new URL(settings.baseUrl + path);
      if (query) url.search = query.toString();
      const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) };
      const scope = running.scope(path, details);
      return runInCallScope(scope, async () => {
        const response = await this.road.send({ method, url, headers, ...(body && { body }) });
        const about = { provider, operation, attempts: scope.progress.attempts };
        if (response.status >= 300) throw refusalOf(response, about);
        const parsed = answer.safeParse(readJson(response, about));
        if (parsed.success) return parsed.data;
        const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
        throw new ResponseFormatError(
          `PayPal answered ${operation} in a form that it does not document: see ${fields}. Check PAYPAL_API_BASE_URL.`,
          { ...about, status: response.status },
        );
      });
    });
  }
}

function notConfigured(operation: string): NotConfiguredError {
  const message =
    'PayPal is not configured. Set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET (https://developer.paypal.com/dashboard/applications).';
  return new NotConfiguredError(message, { provider: 'paypal', operation });
}
