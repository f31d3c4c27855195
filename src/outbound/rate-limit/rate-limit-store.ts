/** Where a window of a key stands. */
export interface WindowCount {
  /** Calls that all replicas together have asked for in this window; more than the limit once it is used up. */
  readonly counted: number;
  /** Until the window ends, in ms. */
  readonly endsInMs: number;
}

/** What a store answers to a replica that asks for calls. */
export interface Taken extends WindowCount {
  /** How long the key is paused for, in ms; 0 when it is not. */
  readonly pausedMs: number;
}

/**
 * Counts calls for all replicas. A window begins with its first call and lasts whole seconds; there is no limit in here,
 * only a count. No method ever rejects: a store that is away is replaced by one that is not.
 */
export interface RateLimitStore {
  /** Counts `wanted` calls more, whether or not the limit has room for them. */
  take(key: string, wanted: number, windowSeconds: number): Promise<Taken>;
  /** Where the window stands, without counting; `undefined` when there is none, because nobody has begun it. */
  look(key: string, windowSeconds: number): Promise<WindowCount | undefined>;
  /** Tells every replica to leave the key alone for so long, in ms. Never shortens a pause. */
  pause(key: string, ms: number, windowSeconds: number): Promise<void>;
}
