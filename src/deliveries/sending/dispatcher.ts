import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { deliveriesConfig, type DeliveriesConfig } from '../deliveries.config.js';
import { Claims, type Slots } from './claims.js';
import { Delivering } from './delivering.js';
import type { DueDelivery } from './due-delivery.js';
import { DueEndpoints, type DueEndpoint } from './due-endpoints.js';
import { Lanes } from './lanes.js';
import { Wake } from './wake.js';

/** Between two looks at who has something due, in ms. */
const LOOK_EVERY_MS = 100;

/** A look that takes long makes the next one wait so many times as long: it is to cost a twentieth of a processor. */
const REST_FACTOR = 20;

/** No look makes the next one wait longer, in ms: it may have taken long only because the machine was busy otherwise. */
const MAX_REST_MS = 1_000;

/** How long to leave the database alone when it is away, in ms. */
const AWAY_MS = 1_000;

/** How long what is on its way may take at a shutdown, in ms. What does not end is sent again by another process. */
const DRAIN_MS = 5_000;

/**
 * Sends what is due, in every process that works: looks which endpoints have something due, claims as much for each as it
 * may have in flight, and sends it. It polls: a NOTIFY in the product's own transaction would make its commits queue up
 * behind one another.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly lanes: Lanes;
  /** Endpoints with something due, the one that was served last at the end. */
  private readonly ready = new Map<string, DueEndpoint>();
  private readonly wake = new Wake();
  private readonly givingUp = new AbortController();
  private lookAtMs = 0;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly endpoints: DueEndpoints,
    private readonly claims: Claims,
    private readonly delivering: Delivering,
    @Inject(deliveriesConfig.token) { concurrency }: DeliveriesConfig,
    @Inject(platformConfig.token) private readonly platform: PlatformConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.lanes = new Lanes(concurrency);
  }

  onApplicationBootstrap(): void {
    if (this.platform.role !== 'web') this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake.now();
    await this.running;
    const endsAtMs = performance.now() + DRAIN_MS;
    while (this.lanes.inFlight > 0 && performance.now() < endsAtMs) {
      await this.wake.within(endsAtMs - performance.now());
    }
    this.givingUp.abort(new Error('The process stops.'));
    while (this.lanes.inFlight > 0) await this.wake.within(LOOK_EVERY_MS);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.look();
        if (!(await this.serve())) await this.wake.within(Math.max(0, this.lookAtMs - performance.now()));
      } catch (error) {
        this.logger.warn(
          { event: 'deliveries_held_up', err: error },
          'Deliveries go on when the database is back',
        );
        await this.wake.within(AWAY_MS);
      }
    }
  }

  private async look(): Promise<void> {
    const startedMs = performance.now();
    if (startedMs < this.lookAtMs) return;
    for (const endpoint of await this.endpoints.find()) {
      if (!this.ready.has(endpoint.id)) this.ready.set(endpoint.id, endpoint);
    }
    const endedMs = performance.now();
    const restMs = Math.min(MAX_REST_MS, (endedMs - startedMs) * REST_FACTOR);
    this.lookAtMs = endedMs + Math.max(LOOK_EVERY_MS, restMs);
  }

  /** @returns whether anybody had a place and something due */
  private async serve(): Promise<boolean> {
    const plan = this.lanes.plan(this.ready.values(), performance.now());
    if (plan.length === 0) return false;
    for (const { endpoint } of plan) {
      this.ready.delete(endpoint.id);
      this.ready.set(endpoint.id, endpoint);
    }
    const ordered = plan.filter(({ endpoint }) => endpoint.ordered);
    const others = plan.filter(({ endpoint }) => !endpoint.ordered);
    if (ordered.length > 0) await this.claim(ordered);
    if (others.length > 0) await this.claim(others);
    return true;
  }

  private async claim(slots: readonly Slots[]): Promise<void> {
    const { due, exhausted } = await this.claims.take(slots);
    for (const id of exhausted) this.ready.delete(id);
    for (const delivery of due) void this.send(delivery);
  }

  private async send(delivery: DueDelivery): Promise<void> {
    const trip = this.lanes.begin(delivery.endpointId, performance.now());
    const { success, durationMs } = await this.delivering.run(delivery, this.givingUp.signal);
    this.lanes.end(trip, success, durationMs);
    this.wake.now();
  }
}
