/** How much is stored, and how often it is asked for. */
export interface ConsolePlan {
  /** Webhook events, evenly over three days. */
  events: number;
  /** Rows of the log of calls to providers. */
  requests: number;
  connections: number;
  /** How often each page is loaded before it is measured. */
  warmUps: number;
  /** How often each page is loaded then, one time after the other. */
  loads: number;
  /** Rounds of the credential that is cached, each of {@link cachedCalls}. */
  rounds: number;
  cachedCalls: number;
  /** Credentials that are asked for when they are not cached, in each round. */
  uncachedCalls: number;
}

export const FULL: ConsolePlan = {
  events: 1_000_000,
  requests: 100_000,
  connections: 1_000,
  warmUps: 5,
  loads: 30,
  rounds: 9,
  cachedCalls: 100_000,
  uncachedCalls: 1_000,
};

/** Shows that the bench works. Its figures are those of a process that has just started, with a tenth of the rows. */
export const QUICK: ConsolePlan = { ...FULL, events: 100_000, requests: 10_000, rounds: 3 };
