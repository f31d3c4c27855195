import type { LookupFunction } from 'node:net';
import type { Pool } from 'undici';
import { NotConfiguredError, ValidationError, type IntegrationErrorOptions } from '../../contracts/errors.js';
import { isLoopback } from '../../platform/config/values.js';
import { errorCode, errorMessage } from '../../platform/errors/error-facts.js';
import { systemClock, type Clock } from '../clock.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { inAttemptSpan } from './attempt-span.js';
import { ACCEPT_ENCODING, decompress } from './decompression.js';
import type { ClientTls } from './client-tls.js';
import { Exchange } from './exchange.js';
import { OriginPools } from './origin-pools.js';
import { PrivateAddressError, PrivateAddressGuard } from './private-addresses.js';
import { MAX_REDIRECTS, redirected } from './redirects.js';
import { failureOf, TransportFailure } from './transport-failure.js';

export interface TransportOptions {
  /** The largest answer that is read, in bytes, on the wire and decompressed. @default 10 MiB */
  readonly maxResponseBytes?: number;
  /** An answer that is larger is cut off there, and left as encoded as it came, instead of being a failure. @default false */
  readonly cutsLongAnswers?: boolean;
  /** When a connection that is not made is given up, in ms, whoever waits for it. @default 5 s */
  readonly connectTimeoutMs?: number;
  /** Hosts, addresses and CIDRs in private networks that `untrusted` calls may reach. @default none */
  readonly allowPrivateNetworks?: readonly string[];
  /** For calls to configured origins only: no origin out of data is shown our certificate. */
  readonly tls?: ClientTls;
  /** How the names of `untrusted` calls are resolved. @default `dns.lookup` */
  readonly lookup?: LookupFunction;
  readonly clock?: Clock;
}

/**
 * Common servers close what was idle for 5 s. A POST that sets out on a connection in the very moment in which that happens
 * has no answer, and nobody knows whether it arrived: where nobody repeats it at once, it is kept from happening.
 */
const STRANGERS_KEEP_ALIVE_MS = 2_000;

/** The end of the road: sends a call on a kept-alive connection, follows it within its origin, and reads the whole answer. */
export class Transport {
  private readonly maxResponseBytes: number;
  private readonly cutsLongAnswers: boolean;
  private readonly clock: Clock;
  private readonly guard: PrivateAddressGuard;
  private readonly pools: OriginPools;
  /** Untrusted calls share no connection with the others: these are only made to addresses that the guard has seen. */
  private readonly guardedPools: OriginPools;

  constructor({
    maxResponseBytes = 10 * 1024 * 1024,
    cutsLongAnswers = false,
    connectTimeoutMs = 5000,
    allowPrivateNetworks = [],
    tls,
    lookup,
    clock = systemClock,
  }: TransportOptions = {}) {
    this.maxResponseBytes = maxResponseBytes;
    this.cutsLongAnswers = cutsLongAnswers;
    this.clock = clock;
    this.guard = new PrivateAddressGuard(allowPrivateNetworks, lookup);
    this.pools = new OriginPools({ connectTimeoutMs, ...(tls && { tls }) });
    this.guardedPools = new OriginPools({
      connectTimeoutMs,
      keepAliveMs: STRANGERS_KEEP_ALIVE_MS,
      lookup: this.guard.lookup,
    });
  }

  /**
   * @throws TransportFailure when no whole answer came back
   * @throws NotConfiguredError for an unencrypted address that is not this machine itself; ValidationError if it comes
   *   from data
   * @throws ValidationError for a URL from data that leads into a private network, and for headers that HTTP has not
   */
  readonly send = (call: OutboundCall): Promise<OutboundResponse> => inAttemptSpan(call, this.attempt);

  /** Closes all connections once what is in flight has ended. */
  async close(): Promise<void> {
    await Promise.all([this.pools.close(), this.guardedPools.close()]);
  }

  private readonly attempt = async (call: OutboundCall): Promise<OutboundResponse> => {
    let response = await this.exchange(call);
    let next = redirected(call, response);
    for (let redirects = 0; next && redirects < MAX_REDIRECTS; redirects += 1) {
      response = await this.exchange(next);
      next = redirected(next, response);
    }
    if (this.cutsLongAnswers || response.headers['content-encoding'] === undefined) return response;
    return decompress(response, this.maxResponseBytes);
  };

  private async exchange(call: OutboundCall): Promise<OutboundResponse> {
    if (call.deadline.signal.aborted) throw failureOf(call.deadline, 'not_sent');
    const { origin, pathname, search } = call.url;
    const pool = (call.untrusted ? this.guardedPools : this.pools).get(origin) ?? this.open(call, origin);
    const exchange = new Exchange(call, this.maxResponseBytes, this.clock, this.cutsLongAnswers);
    pool.dispatch(
      {
        method: call.method,
        path: pathname + search,
        headers: headerList(call.headers),
        body: call.body ?? null,
        // The exchange watches the time itself: undici's own clocks would be a second opinion, up to a second late.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      exchange,
    );
    try {
      return await exchange.response;
    } catch (error) {
      throw refusalOf(call, error) ?? error;
    }
  }

  private open(call: OutboundCall, origin: string): Pool {
    if (call.url.protocol !== 'https:' && !isLoopback(call.url.hostname)) {
      const message = `${call.provider} would be called without encryption at ${origin}. Use an https:// address.`;
      const Refusal = call.untrusted ? ValidationError : NotConfiguredError;
      throw new Refusal(message, about(call));
    }
    if (!call.untrusted) return this.pools.open(origin);
    const refused = this.guard.refusalOf(call.url.hostname);
    if (refused) throw leadsInside(call, refused);
    return this.guardedPools.open(origin);
  }
}

/** Names and values in turn, as undici likes them best. */
function headerList(headers: OutboundCall['headers']): string[] {
  const list: string[] = [];
  for (const name in headers) list.push(name, headers[name] ?? '');
  if (headers['accept-encoding'] === undefined) list.push('accept-encoding', ACCEPT_ENCODING);
  return list;
}

/** The error of a call that no repeat will make better. */
function refusalOf(call: OutboundCall, error: unknown): ValidationError | undefined {
  if (!(error instanceof TransportFailure) || error.fault !== 'not_sent') return undefined;
  if (error.cause instanceof PrivateAddressError) return leadsInside(call, error.cause);
  if (errorCode(error.cause) !== 'UND_ERR_INVALID_ARG') return undefined;
  const message = `${call.provider} ${call.operation} is no HTTP request: ${errorMessage(error.cause)}. Correct it.`;
  return new ValidationError(message, about(call, error));
}

function leadsInside(call: OutboundCall, refused: PrivateAddressError): ValidationError {
  const message =
    `${call.provider} ${call.operation} was not sent: ${refused.message}. ` +
    'Use a public address, or add the host or its network to ALLOW_PRIVATE_NETWORKS.';
  return new ValidationError(message, about(call, refused));
}

function about({ provider, operation, progress }: OutboundCall, cause?: unknown): IntegrationErrorOptions {
  return { provider, operation, attempts: progress.attempts, cause };
}
