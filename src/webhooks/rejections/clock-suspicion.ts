import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

/** Requests are counted for so long, in ms; then from zero again. A suspicion is logged once in each. */
const WINDOW_MS = 5 * 60_000;
/** Fewer than that say nothing. */
const MIN_REQUESTS = 10;

interface Window {
  startedAtMs: number;
  believed: number;
  stale: number;
  suspected: boolean;
}

/**
 * Notices that this machine's clock is off: most of a provider's requests come too late or too early. Anybody can send
 * old-looking forgeries, so that a suspicion also takes a request whose signature is good but for its time.
 */
@Injectable()
export class ClockSuspicion {
  private readonly windows = new Map<string, Window>();

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** A request was believed. */
  believed(provider: string): void {
    this.windowOf(provider).believed += 1;
  }

  /** A request was refused as stale. */
  stale(provider: string): void {
    this.windowOf(provider).stale += 1;
  }

  /** One of those refused as stale turned out to be the provider's. */
  genuinelyStale(provider: string, signedAt: Date, receivedAt: Date): void {
    const window = this.windowOf(provider);
    const { believed, stale, suspected } = window;
    if (suspected || believed + stale < MIN_REQUESTS || stale <= believed) return;
    window.suspected = true;
    const offSeconds = Math.round((receivedAt.getTime() - signedAt.getTime()) / 1_000);
    this.logger.warn(
      { event: 'webhook_clock_suspected', provider, stale, believed, off_seconds: offSeconds },
      `Most webhooks of ${provider} are refused as stale. Compare this machine's clock with the true time; ` +
        'then POST /v1/webhook-rejections/verify with accept_stale lets them in.',
    );
  }

  private windowOf(provider: string): Window {
    const nowMs = performance.now();
    const window = this.windows.get(provider);
    if (window && nowMs - window.startedAtMs < WINDOW_MS) return window;
    const fresh = { startedAtMs: nowMs, believed: 0, stale: 0, suspected: false };
    this.windows.set(provider, fresh);
    return fresh;
  }
}
