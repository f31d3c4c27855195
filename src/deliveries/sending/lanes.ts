import { LRUCache } from 'lru-cache';
import type { Slots } from './claims.js';
import type { DueEndpoint } from './due-endpoints.js';

/** Deliveries that are sent at once to one endpoint by one process: in the beginning, and at most. */
const FIRST_WINDOW = 4;
const MAX_WINDOW = 20;

/** An endpoint that takes longer is slow, in ms. */
const SLOW_MS = 1_000;

/** So many times as many deliveries may wait for slow endpoints: an open socket costs little. */
const SLOW_FACTOR = 4;

/** What the slow endpoints of one tenant may take of these, however many they are. */
const TENANT_SHARE = 1 / 4;

/** Endpoints of one claim. */
const MAX_ENDPOINTS = 64;

/** What is remembered of endpoints that were sent something. */
const MAX_REMEMBERED = 10_000;

interface Lane {
  readonly tenant: string;
  inFlight: number;
  /** How many may be in flight. */
  window: number;
  slow: boolean;
}

interface FreePlaces {
  readonly quick: number;
  readonly slow: number;
  /** What is left of a tenant's share of the slow ones. */
  readonly slowOf: (tenant: string) => number;
}

/** A delivery on its way. */
export interface Trip {
  readonly endpointId: string;
  readonly startedAtMs: number;
}

/**
 * Who is sent how much at a time, so that nobody waits for somebody else's endpoint. Each has a window of its own that
 * grows while it answers and closes to one when it fails. Those that are slow, or fail, or have not answered for a second,
 * have places of their own: they hold up one another, and not those that answer; and those of one tenant leave most of
 * these places to others.
 */
export class Lanes {
  private readonly lanes = new LRUCache<string, Lane>({ max: MAX_REMEMBERED });
  private readonly trips = new Set<Trip>();

  /** @param places deliveries at once to endpoints that answer quickly */
  constructor(private readonly places: number) {}

  get inFlight(): number {
    return this.trips.size;
  }

  /** Shares the free places out among endpoints with something due, the first ones first, and each the same. */
  plan(endpoints: Iterable<DueEndpoint>, nowMs: number): Slots[] {
    const free = this.freePlaces(nowMs);
    const waiting: { endpoint: DueEndpoint; lane: Lane }[] = [];
    for (const endpoint of endpoints) {
      const lane = this.laneOf(endpoint.id, endpoint.tenant);
      const places = lane.slow ? Math.min(free.slow, free.slowOf(lane.tenant)) : free.quick;
      if (isReady(lane) && places > 0) waiting.push({ endpoint, lane });
      if (waiting.length === MAX_ENDPOINTS) break;
    }
    const slowOnes = waiting.filter(({ lane }) => lane.slow).length;
    return [
      ...share(
        waiting.filter(({ lane }) => !lane.slow),
        free.quick,
        waiting.length - slowOnes,
      ),
      ...share(
        waiting.filter(({ lane }) => lane.slow),
        free.slow,
        slowOnes,
        free.slowOf,
      ),
    ];
  }

  begin(endpointId: string, nowMs: number): Trip {
    const trip = { endpointId, startedAtMs: nowMs };
    this.laneOf(endpointId).inFlight += 1;
    this.trips.add(trip);
    return trip;
  }

  /** @param success whether the endpoint took it; `undefined` when nothing was learnt */
  end(trip: Trip, success: boolean | undefined, durationMs: number): void {
    this.trips.delete(trip);
    const lane = this.laneOf(trip.endpointId);
    lane.inFlight -= 1;
    if (success === undefined) return;
    lane.window = success ? Math.min(MAX_WINDOW, lane.window * 2) : 1;
    lane.slow = !success || durationMs > SLOW_MS;
  }

  private laneOf(endpointId: string, tenant = ''): Lane {
    const known = this.lanes.get(endpointId);
    if (known) return known;
    const lane = { tenant, inFlight: 0, window: FIRST_WINDOW, slow: false };
    this.lanes.set(endpointId, lane);
    return lane;
  }

  private freePlaces(nowMs: number): FreePlaces {
    const slow = this.places * SLOW_FACTOR;
    const ofTenant = Math.ceil(slow * TENANT_SHARE);
    const held = new Map<string, number>();
    let heldByAll = 0;
    for (const { endpointId, startedAtMs } of this.trips) {
      const lane = this.laneOf(endpointId);
      if (!lane.slow && nowMs - startedAtMs <= SLOW_MS) continue;
      held.set(lane.tenant, (held.get(lane.tenant) ?? 0) + 1);
      heldByAll += 1;
    }
    return {
      quick: this.places - (this.trips.size - heldByAll),
      slow: slow - heldByAll,
      slowOf: (tenant) => ofTenant - (held.get(tenant) ?? 0),
    };
  }
}

/** Where answers come quickly, half a window is worth waiting for: a claim of one costs as much as a claim of ten. */
function isReady({ inFlight, window, slow }: Lane): boolean {
  return slow ? inFlight < window : inFlight <= window / 2;
}

/** Gives each its share, and what one does not want, or its tenant has no more of, to those after it. */
function share(
  waiting: readonly { endpoint: DueEndpoint; lane: Lane }[],
  free: number,
  takers: number,
  leftOf: (tenant: string) => number = () => Infinity,
): Slots[] {
  let left = free;
  let takersLeft = takers;
  const shares: Slots[] = [];
  const taken = new Map<string, number>();
  for (const { endpoint, lane } of waiting) {
    if (left <= 0) break;
    const ofTenant = taken.get(lane.tenant) ?? 0;
    const wanted = Math.min(lane.window - lane.inFlight, Math.ceil(left / takersLeft));
    const slots = Math.min(wanted, leftOf(lane.tenant) - ofTenant);
    takersLeft -= 1;
    if (slots <= 0) continue;
    shares.push({ endpoint, slots });
    taken.set(lane.tenant, ofTenant + slots);
    left -= slots;
  }
  return shares;
}
