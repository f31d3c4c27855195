/** How long everything takes that is about webhooks. */
export interface IngestPlan {
  /** Rounds of each row. */
  rounds: number;
  /** Before the first round: a process that has just started is slower. */
  warmUpMs: number;
  /** A closed loop takes about this long. */
  closedLoopMs: number;
  openLoopMs: number;
  /** Events that a full database holds. */
  stored: number;
  /** Events that a worker finds waiting. */
  backlog: number;
  /** How often it does, for each kind of handler. */
  drains: number;
  /** Events that come one by one, while nothing else happens. */
  idleEvents: number;
  /** A measurement is discarded when other programs took more than this of the machine, in percent… */
  elsewherePercent: number;
  /** … and repeated until it was made this often. */
  attempts: number;
}

export const FULL: IngestPlan = {
  rounds: 5,
  warmUpMs: 8_000,
  closedLoopMs: 2_000,
  openLoopMs: 4_000,
  stored: 5_000_000,
  backlog: 20_000,
  drains: 3,
  idleEvents: 50,
  elsewherePercent: 8,
  attempts: 3,
};

/** Shows that the bench works. Its figures are those of processes that have just started. */
export const QUICK: IngestPlan = {
  rounds: 2,
  warmUpMs: 500,
  closedLoopMs: 250,
  openLoopMs: 500,
  stored: 50_000,
  backlog: 2_000,
  drains: 1,
  idleEvents: 10,
  elsewherePercent: 100,
  attempts: 1,
};
