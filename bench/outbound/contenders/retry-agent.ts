import { RetryAgent } from 'undici';
import type { Contender, Target } from './contender.js';
import { overDispatcher, undiciPool } from './undici.js';

/** undici's RetryAgent with its defaults, but for POST, which it may repeat because we send a key with it. */
export function open({ url, deadlineMs }: Target): Contender {
  const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY', 'POST'] as const;
  return overDispatcher(new RetryAgent(undiciPool(url, deadlineMs), { methods: [...methods] }), url);
}
