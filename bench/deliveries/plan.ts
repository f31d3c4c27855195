/** How much is delivered, and how often. */
export interface DeliveriesPlan {
  /** Deliveries of each round that are waiting when it begins. */
  waiting: number;
  /** Those that are made beforehand: processes that have just started are slower. */
  warmUp: number;
  /** Rounds of each row. */
  rounds: number;
  /** A round is made again when other programs took more than this of the machine, in percent… */
  elsewherePercent: number;
  /** … until it was made this often. */
  attempts: number;
  /** Transactions of each kind with and without an event. */
  transactions: number;
  /** Events that are published one by one to an idle worker. */
  idleEvents: number;
  /** Endpoints that are healthy while one is dead. */
  healthy: number;
  /** Events to them in each round. */
  healthyEvents: number;
  /** What waits for the dead one. */
  waitingForDead: number;
}

export const FULL: DeliveriesPlan = {
  waiting: 20_000,
  warmUp: 5_000,
  rounds: 3,
  elsewherePercent: 8,
  attempts: 3,
  transactions: 500,
  idleEvents: 300,
  healthy: 1_000,
  healthyEvents: 4_000,
  waitingForDead: 5_000,
};

/** Shows that the bench works. Its figures are those of processes that have just started. */
export const QUICK: DeliveriesPlan = {
  waiting: 3_000,
  warmUp: 500,
  rounds: 1,
  elsewherePercent: 100,
  attempts: 1,
  transactions: 100,
  idleEvents: 50,
  healthy: 200,
  healthyEvents: 1_000,
  waitingForDead: 1_000,
};

/** Worker processes, and deliveries that each of the others makes at once. Hookline's own is as it is shipped: 100. */
export const WORKERS = 3;
export const CONCURRENCY = 100;
