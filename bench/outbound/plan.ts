/** How long everything takes that is about outbound calls. */
export interface OutboundPlan {
  /** How often the calling processes are started anew: about one undici process in seven stays slower than it should. */
  starts: number;
  /** Rounds of each kind of call after each start. */
  rounds: number;
  /** Before the first of these rounds, for each kind of call. */
  warmUpMs: number;
  /** One round of one kind of call. */
  callsMs: number;
  /** After this long, a call that meets a fault counts as one that does not end. */
  patienceMs: number;
  /** Calls of the soak, each to a path of its own. */
  soakCalls: number;
}

/**
 * Six rounds, two after each start. A Nest application with all its rooms takes eight seconds of one kind of call until
 * its machine code is what it will be; undici has it after one.
 */
export const FULL: OutboundPlan = {
  starts: 3,
  rounds: 2,
  warmUpMs: 8_000,
  callsMs: 1_000,
  patienceMs: 15_000,
  soakCalls: 100_000,
};

/** Shows that the bench works. Its figures are those of processes that have just started. */
export const QUICK: OutboundPlan = {
  starts: 1,
  rounds: 2,
  warmUpMs: 150,
  callsMs: 150,
  patienceMs: 2_100,
  soakCalls: 5_000,
};

/** `--soak` */
export const SOAK_CALLS = 1_000_000;
