import { retryAfterMsOf } from './api-error.js';

/** Of the first wait before a request is sent again, in ms; each further one is twice as long at most. */
const FIRST_WAIT_MS = 250;
/** The longest wait, in ms. What Hookline asks to wait longer for is left to the caller. */
const LONGEST_WAIT_MS = 30_000;

/** What may come to another answer when it is sent again: the API is overloaded, or at work on this very request. */
const PASSING = new Set([409, 429, 503]);

type Fetch = (request: Request) => Promise<Response>;

/**
 * Sends requests again that got no answer, or were told to come again: those that are safe to repeat, which every POST of
 * this client is by its `Idempotency-Key`. The key is the same each time.
 */
export function repeatingFetch(fetchOnce: Fetch, maxRetries: number): Fetch {
  return async (request) => {
    for (let retry = 0; ; retry += 1) {
      const isLast = retry >= maxRetries || !isRepeatable(request);
      const answer = await attempt(fetchOnce, isLast ? request : request.clone());
      const waitMs = isLast ? undefined : waitMsAfter(answer, retry);
      if (waitMs !== undefined) {
        await wait(waitMs, request.signal);
        continue;
      }
      if (answer instanceof Response) return answer;
      throw answer.error;
    }
  };
}

async function attempt(fetchOnce: Fetch, request: Request): Promise<Response | { readonly error: unknown }> {
  try {
    return await fetchOnce(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return { error };
  }
}

function isRepeatable({ method, headers }: Request): boolean {
  return method !== 'PATCH' && (method !== 'POST' || headers.has('Idempotency-Key'));
}

/** How long to wait before the next attempt, in ms; `undefined`: there is none. */
function waitMsAfter(answer: Response | { readonly error: unknown }, retry: number): number | undefined {
  const backoffMs = FIRST_WAIT_MS * 2 ** retry * (0.5 + Math.random() / 2);
  if (!(answer instanceof Response)) return backoffMs;
  if (!PASSING.has(answer.status)) return undefined;
  const askedMs = retryAfterMsOf(answer);
  // A conflict that passes says when.
  if (askedMs === undefined) return answer.status === 409 ? undefined : backoffMs;
  return askedMs <= LONGEST_WAIT_MS ? Math.max(askedMs, backoffMs) : undefined;
}

/** @throws the reason of the signal when it is aborted meanwhile */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
