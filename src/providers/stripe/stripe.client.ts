import { Inject, Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { Connections } from '../../connections/accounts/connections.service.js';
import type { CallOptions } from '../../contracts/calls.js';
import { NotConfiguredError } from '../../contracts/errors.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { Operation, type CallDetails } from '../../outbound/operation.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { stripeConfig, type StripeConfig } from './stripe.config.js';
import { toIntegrationError } from './stripe.errors.js';
import { StripeHttpClient } from './stripe.http-client.js';

/** Stripe's official SDK, mounted on our road out. */
@Injectable()
export class StripeClient {
  private sdk: Stripe | undefined;

  constructor(
    @Inject(stripeConfig.token) private readonly config: StripeConfig,
    @InjectRoad('stripe') private readonly road: Road,
    @Inject(Connections) private readonly connections: Pick<Connections, 'actingFor'>,
  ) {}

  /**
   * Runs one operation, in which the SDK may be called several times under one deadline and one idempotency key.
   * @param name the operation in our words: `payments.create`
   * @throws NotConfiguredError without STRIPE_SECRET_KEY, which calls for connected accounts need, too
   * @throws ValidationError when the options are wrong; NotFoundError when they mean no connected account
   * @throws whatever `work` throws
   */
  async perform<T>(
    name: string,
    options: CallOptions,
    work: (stripe: StripeOperation) => Promise<T>,
  ): Promise<T> {
    const about = { provider: 'stripe', operation: name, defaultTimeoutMs: this.road.settings.timeoutMs };
    const acting = await this.connections.actingFor('stripe', options);
    return Operation.run(about, acting, async (operation) =>
      work(new StripeOperation(this.configuredSdk(name), operation)),
    );
  }

  private configuredSdk(operation: string): Stripe {
    if (this.sdk) return this.sdk;
    const { secretKey } = this.config;
    if (!secretKey) {
      const message =
        'Stripe is not configured. Set STRIPE_SECRET_KEY (https://dashboard.stripe.com/apikeys).';
      throw new NotConfiguredError(message, { provider: 'stripe', operation });
    }
    const { protocol, hostname, port } = new URL(this.road.settings.baseUrl);
    this.sdk = new Stripe(secretKey, {
      httpClient: new StripeHttpClient(this.road),
      protocol: protocol === 'http:' ? 'http' : 'https',
      host: hostname,
      port: port || (protocol === 'http:' ? 80 : 443),
      maxNetworkRetries: 0,
      telemetry: false,
      appInfo: { name: 'Hookline' },
    });
    return this.sdk;
  }
}

/** One operation at Stripe: its calls, and what the errors say about it. */
export class StripeOperation {
  readonly provider = 'stripe';

  constructor(
    private readonly sdk: Stripe,
    private readonly inner: Operation,
  ) {}

  get operation(): string {
    return this.inner.name;
  }

  /** The end of the whole operation, for what it waits for besides calls. */
  get signal(): AbortSignal {
    return this.inner.deadline.signal;
  }

  /** The idempotency key of a write, or of one `step` of several: also our reference in what it creates. */
  keyFor(step?: string): string {
    return this.inner.keyFor(step);
  }

  /**
   * Makes one call with the SDK.
   * @param endpoint its path template, for logs and metrics
   * @throws IntegrationError for everything that Stripe refuses; the caller's own abort reason
   */
  async call<T>(endpoint: string, work: (sdk: Stripe) => Promise<T>, details?: CallDetails): Promise<T> {
    const scope = this.inner.scope(endpoint, details);
    try {
      return await runInCallScope(scope, () => withoutCallSite(() => work(this.sdk)));
    } catch (error) {
      throw toIntegrationError(error, { ...this.describe(), attempts: scope.progress.attempts });
    }
  }

  /** Provider and operation, as every error wants them. */
  describe(): { provider: string; operation: string } {
    return { provider: this.provider, operation: this.operation };
  }
}

/**
 * The SDK formats a stack trace at the start of every call, in case it fails, which costs as much as sending it. Our
 * errors name the operation instead, and have a stack of their own. Only what runs before the first await is meant.
 */
function withoutCallSite<T>(begin: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return begin();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
