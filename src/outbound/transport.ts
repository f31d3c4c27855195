import { Pool } from 'undici';
import { NotConfiguredError } from '../contracts/errors.js';
import { isLoopback } from '../platform/config/values.js';
import { Exchange } from './exchange.js';
import type { OutboundCall, OutboundResponse } from './outbound-call.js';

/** Sockets to one origin. More calls than that wait for a free one, at most until their deadline. */
const CONNECTIONS_PER_ORIGIN = 64;

/** The end of the road: sends a call over HTTP/1.1 on a kept-alive connection and reads the whole answer. */
export class Transport {
  private readonly pools = new Map<string, Pool>();

  /**
   * @throws TransportFailure when no whole answer came back
   * @throws NotConfiguredError for a plain http address that is not this machine itself
   */
  readonly send = async (call: OutboundCall): Promise<OutboundResponse> => {
    if (call.url.protocol !== 'https:' && !isLoopback(call.url.hostname)) {
      const message = `${call.provider} would be called without encryption at ${call.url.origin}. Use an https:// address.`;
      throw new NotConfiguredError(message, { provider: call.provider, operation: call.operation });
    }
    const exchange = new Exchange(call.signal);
    this.pool(call.url.origin).dispatch(
      {
        method: call.method,
        path: call.url.pathname + call.url.search,
        headers: call.headers,
        body: call.body ?? null,
        // The deadline alone ends an exchange, by its signal: undici's own clocks would be a second opinion.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      exchange,
    );
    return exchange.response;
  };

  /** Closes all connections once what is in flight has ended. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private pool(origin: string): Pool {
    const existing = this.pools.get(origin);
    if (existing) return existing;
    const pool = new Pool(origin, { connections: CONNECTIONS_PER_ORIGIN, allowH2: false });
    this.pools.set(origin, pool);
    return pool;
  }
}
