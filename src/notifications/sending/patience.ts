/** How long things may take. */
export interface Patience {
  /** Waits before the route is gone through once more, in ms; after the last: dead letter. */
  readonly retryDelaysMs: readonly number[];
  /** Waits before each look at what became of an attempt, in ms; after the last: dead letter. */
  readonly lookDelaysMs: readonly number[];
  /** How long after an attempt was given up its message may still arrive at the provider, in ms. */
  readonly lateMs: number;
}

/**
 * About a day in all: an outage is over by then, or somebody has looked. A message whose outcome nobody can tell is
 * looked for as long.
 */
export const PATIENCE: Patience = {
  retryDelaysMs: [30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800].map((s) => s * 1_000),
  lookDelaysMs: [2, 10, 60, 300, 900, 3_600, 14_400, 28_800, 36_000].map((s) => s * 1_000),
  lateMs: 60_000,
};
