import type { Aim, Fault } from '../faults.js';

/** A fault to happen to the next calls of a method. For tests and demonstrations. */
export interface SlackFault extends Pick<Aim, 'times'> {
  /** `chat.postMessage`; `upload` for the bytes of a file. */
  method: string;
  /** As everywhere; `error`: nothing happens but a refusal by the word `error`. */
  mode: Exclude<Fault<'error'>['mode'], 'delay'>;
  /** Slack's word; `ratelimited` comes with 429. @default 'internal_error' */
  error?: string;
}
