/**
 * What we use of pg-boss's options, in words of our own: its declarations name a type that it does not ship, which a product would
 * hear of that has its libraries' declarations checked (`skipLibCheck: false`).
 */

/** A queue, and how its jobs are tried. Times are seconds. */
export interface QueueOptions {
  readonly name: string;
  /** How long a job may run before another process takes it up. */
  readonly expireInSeconds?: number;
  /** The silence of its process after which a running job is taken up by another; 10 at least. */
  readonly heartbeatSeconds?: number;
  readonly retryLimit?: number;
  readonly retryDelay?: number;
  readonly retryBackoff?: boolean;
  readonly retryDelayMax?: number;
  readonly deleteAfterSeconds?: number;
  /** Whether workers are told of new jobs, instead of finding them when they look next. */
  readonly notify?: boolean;
}

/** How a process works on a queue. */
export interface WorkerOptions {
  /** @default 2 */
  readonly pollingIntervalSeconds?: number;
  /** Workers in this process. @default 1 */
  readonly localConcurrency?: number;
  /** Jobs that are fetched at once. @default 1 */
  readonly batchSize?: number;
}
