/** How long everything takes that is about webhooks. */
export interface Plan {
  /** Rounds of each measurement. */
  rounds: number;
  /** Before the first round that counts: a process that has just started is slower. */
  warmUpMs: number;
  /** A closed loop takes about this long. */
  closedLoopMs: number;
  openLoopMs: number;
  /** Events of a round in which the handlers run, too. */
  handledEvents: number;
}

export const FULL: Plan = {
  rounds: 5,
  warmUpMs: 10_000,
  closedLoopMs: 2_500,
  openLoopMs: 4_000,
  handledEvents: 1_500,
};

/** Shows that the bench works. Its figures are those of a process that has just started. */
export const QUICK: Plan = {
  rounds: 2,
  warmUpMs: 1_000,
  closedLoopMs: 400,
  openLoopMs: 500,
  handledEvents: 150,
};
