import { AsyncLocalStorage } from 'node:async_hooks';
import { redactText } from '../../platform/logging/redaction.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';

/** A call as somebody watched it, bodies and all; without its credential, which is put on later. */
export interface ObservedCall {
  readonly operation: string;
  readonly method: string;
  readonly endpoint: string;
  /** What was sent, redacted; empty where nothing was. */
  readonly request: string;
  /** The provider's status; `undefined` where no answer came. */
  readonly status: number | undefined;
  /** What was answered, redacted, or why nothing was. */
  readonly answer: string;
  /** The whole answer, not redacted, for who reads its head; `undefined` where none came. */
  readonly response: OutboundResponse | undefined;
  /** How often it was tried. */
  readonly attempts: number;
  /** From its start, waits and repeats included, in ms. */
  readonly durationMs: number;
}

/** The longest body that is kept of one call, in characters. */
const MAX_BODY_LENGTH = 20_000;

/** `channel=C1&text=It+works` */
const FORM = /^[\w.[\]%-]+=\S*$/;

const observers = new AsyncLocalStorage<ObservedCall[]>();

/** Runs `work`, and notes each call that is made for it: for somebody who tries a provider out, and for nobody else. */
export async function observingCalls<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: PromiseSettledResult<T>; readonly calls: readonly ObservedCall[] }> {
  const calls: ObservedCall[] = [];
  const [result] = await observers.run(calls, () => Promise.allSettled([work()]));
  return { result, calls };
}

/** Tells whoever watches of a call that is over. */
export function noteObserved(
  call: OutboundCall,
  outcome: OutboundResponse | Error,
  durationMs: number,
): void {
  const failed = outcome instanceof Error;
  observers.getStore()?.push({
    operation: call.operation,
    method: call.method,
    endpoint: call.endpoint,
    request: readable(call.body ?? ''),
    status: failed ? undefined : outcome.status,
    answer: readable(failed ? outcome.message : outcome.body),
    response: failed ? undefined : outcome,
    attempts: call.progress.attempts,
    durationMs: Math.round(durationMs),
  });
}

/** JSON and forms with their lines apart, anything else as it is. */
function readable(body: string | Uint8Array): string {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  // Redacted as it went over the wire: there, secrets are known by what stands before them.
  return indented(redactText(text)).slice(0, MAX_BODY_LENGTH);
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return FORM.test(text) ? formLines(text) : text; // or a page of a proxy
  }
}

function formLines(text: string): string {
  return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join('\n');
}
