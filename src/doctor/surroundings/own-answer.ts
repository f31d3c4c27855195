import { randomUUID } from 'node:crypto';
import { errorCode, errorMessage } from '../../platform/errors/error-facts.js';
import { ANSWER_WITHIN_MS } from '../patience.js';

/** Who answers at an address: Hookline, somebody else (and what), or nobody (and why). */
export type Answerer =
  | { readonly who: 'hookline' }
  | { readonly who: 'other'; readonly status: number }
  | { readonly who: 'nobody'; readonly why: string };

/**
 * Asks an address whether Hookline lives there. It is recognised by the request id, which it gives back, and by the words
 * of `/health/live`.
 */
export async function whoAnswersAt(base: string): Promise<Answerer> {
  const id = `doctor-${randomUUID()}`;
  try {
    const response = await fetch(`${base}/health/live`, {
      headers: { 'x-request-id': id, accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const isOurs =
      response.headers.get('x-request-id') === id && (await response.text()) === '{"status":"ok"}';
    return isOurs ? { who: 'hookline' } : { who: 'other', status: response.status };
  } catch (error) {
    return { who: 'nobody', why: whyOf(error) };
  }
}

/** `fetch` tells no more than that it failed; why is in the cause. */
function whyOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `no answer within ${ANSWER_WITHIN_MS} ms`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return errorCode(cause) ?? errorMessage(cause);
}
