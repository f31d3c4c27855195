/** How long everything takes. */
export interface Plan {
  /** Rounds of each measurement of webhooks. */
  rounds: number;
  /** Before the first round that counts: a process that has just started is slower. */
  warmUpMs: number;
  /** A closed loop of webhooks takes about this long. */
  closedLoopMs: number;
  openLoopMs: number;
  /** Events of a round in which the handlers run, too. */
  handledEvents: number;
  /** How often the processes that make outbound calls are started. */
  callerStarts: number;
  /** Rounds of each kind of call after each start. */
  callRounds: number;
  /** Before the first of these rounds, for each kind of call. */
  callWarmUpMs: number;
  /** One round of outbound calls. */
  callsMs: number;
}

export const FULL: Plan = {
  rounds: 5,
  warmUpMs: 10_000,
  closedLoopMs: 2_500,
  openLoopMs: 4_000,
  handledEvents: 1_500,
  callerStarts: 5,
  callRounds: 2,
  callWarmUpMs: 1_500,
  callsMs: 800,
};

/** Shows that the bench works. Its figures are those of a process that has just started. */
export const QUICK: Plan = {
  rounds: 2,
  warmUpMs: 1_000,
  closedLoopMs: 400,
  openLoopMs: 500,
  handledEvents: 150,
  callerStarts: 1,
  callRounds: 2,
  callWarmUpMs: 300,
  callsMs: 200,
};
