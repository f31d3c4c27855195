import type { LookupFunction } from 'node:net';
import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import type { ClientTls } from './client-tls.js';

/** Sockets to one origin. The bulkhead lets fewer calls through; a call beyond them waits for a free one. */
const CONNECTIONS_PER_ORIGIN = 256;

/** Origins that keep their connections: some providers have one for each account, endpoints from data one for each host. */
export const MAX_ORIGINS = 5_000;

interface ConnectOptions {
  /** In ms; undici takes up to a second more. */
  readonly connectTimeoutMs: number;
  /** How long an idle connection is kept at most, in ms. @default as long as the server says, and 4 s if it does not */
  readonly keepAliveMs?: number;
  readonly lookup?: LookupFunction;
  readonly tls?: ClientTls;
}

/** Kept-alive HTTP/1.1 connections, a pool for each origin. */
export class OriginPools {
  private readonly pools = new LRUCache<string, Pool>({
    // Counted by size: `max` would set places for all of them aside, and most roads lead to one origin.
    maxSize: MAX_ORIGINS,
    sizeCalculation: () => 1,
    // The origin that was not called for longest; what is in flight ends first.
    dispose: (pool) => {
      if (this.last?.pool === pool) this.last = undefined;
      void pool.close();
    },
  });

  /** Most calls of a provider go where its last one went; this spares them the cache. */
  private last: { readonly origin: string; readonly pool: Pool } | undefined;

  constructor(private readonly options: ConnectOptions) {}

  get(origin: string): Pool | undefined {
    if (this.last?.origin === origin) return this.last.pool;
    const pool = this.pools.get(origin);
    if (pool) this.last = { origin, pool };
    return pool;
  }

  open(origin: string): Pool {
    const { connectTimeoutMs, keepAliveMs, lookup, tls } = this.options;
    const pool = new Pool(origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      allowH2: false,
      connectTimeout: connectTimeoutMs,
      ...(keepAliveMs !== undefined && { keepAliveTimeout: keepAliveMs, keepAliveMaxTimeout: keepAliveMs }),
      connect: {
        ...(lookup && { lookup }),
        ...(tls && { cert: tls.certificate, key: tls.key, passphrase: tls.passphrase, ca: tls.authorities }),
      },
    });
    this.pools.set(origin, pool);
    return pool;
  }

  /** Resolves when what is in flight has ended. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }
}
