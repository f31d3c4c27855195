import { Inject, Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';
import { Counter } from 'prom-client';
import { LOGGER, type Logger } from '../logging/logger.js';
import { MetricsService } from '../metrics/metrics.service.js';

/** What somebody who looks for a way in leaves behind. Each may be an honest mistake; many of them are not. */
const SECURITY_EVENT_KINDS = [
  'bad_api_key',
  'bad_access_token',
  'bad_signature',
  'bad_sign_in',
  'forbidden',
  'throttled',
] as const;

type SecurityEventKind = (typeof SECURITY_EVENT_KINDS)[number];

/** Events of one kind, from one network, that are a burst, when there is less than a pause between any two of them. */
const BURST = 20;
/** The silence after which the next event is the first of another burst, in ms. */
const PAUSE_MS = 60_000;
/** A burst that goes on is told of again when it has grown this many times over. */
const GROWTH = 10;
/** Bursts that are followed at once. Of more networks than that, the alert tells. */
const MAX_BURSTS = 10_000;

interface Burst {
  count: number;
  /** The count at which the log hears of it next. */
  tellAt: number;
}

/** Counts what is suspicious, and writes one line for many of a kind, so that the log shows an attack and survives it. */
@Injectable()
export class SecurityEvents {
  private readonly bursts = new LRUCache<string, Burst>({
    max: MAX_BURSTS,
    ttl: PAUSE_MS,
    updateAgeOnGet: true,
  });
  private readonly total: Counter<'kind'>;

  constructor(
    { registry }: MetricsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.total = new Counter({
      name: 'security_events_total',
      help: 'Credentials, signatures and sign-ins that were refused, and requests that were throttled, by kind',
      labelNames: ['kind'],
      registers: [registry],
    });
    // A rate of something that never happened is 0, not missing.
    for (const kind of SECURITY_EVENT_KINDS) this.total.inc({ kind }, 0);
  }

  /** @param where the sender's address, and the provider whose webhooks it claims to send */
  note(kind: SecurityEventKind, { address, provider }: { address: string; provider?: string }): void {
    this.total.inc({ kind });
    const burst = this.burstOf(`${kind} ${provider ?? ''} ${normalizeIp(address)}`);
    burst.count += 1;
    if (burst.count < burst.tellAt) return;
    burst.tellAt *= GROWTH;
    this.logger.warn(
      { event: 'suspicious_activity', kind, address, provider, count: burst.count },
      'Many requests from one network were refused',
    );
  }

  private burstOf(key: string): Burst {
    const known = this.bursts.get(key);
    if (known) return known;
    const burst = { count: 0, tellAt: BURST };
    this.bursts.set(key, burst);
    return burst;
  }
}
