/** How much is sent, and how often. */
export interface NotificationsPlan {
  /** Messages of each round. */
  messages: number;
  /** Those that are sent beforehand: processes that have just started are slower. */
  warmUp: number;
  /** Rounds of each row. */
  rounds: number;
  /** Rounds in which a worker is killed. Each takes two minutes and more: so long a message may be on its way. */
  kills: number;
  /** A round is made again when other programs took more than this of the machine, in percent… */
  elsewherePercent: number;
  /** … until it was made this often. */
  attempts: number;
}

export const FULL: NotificationsPlan = {
  messages: 10_000,
  warmUp: 5_000,
  rounds: 5,
  kills: 2,
  elsewherePercent: 8,
  attempts: 3,
};

/** Shows that the bench works. Its figures are those of processes that have just started. */
export const QUICK: NotificationsPlan = {
  messages: 2_000,
  warmUp: 500,
  rounds: 1,
  kills: 1,
  elsewherePercent: 100,
  attempts: 1,
};

/** Worker processes, and calls of the product that are under way at once. */
export const WORKERS = 3;
export const CONCURRENCY = 64;
