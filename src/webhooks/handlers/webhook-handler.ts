import type { WebhookSubscription } from './on-webhook.js';

/** An event as a key function sees it, whatever its provider and type. */
interface KeyedEvent {
  id: string;
  provider: string;
  type: string;
  connectionId: string | undefined;
  externalId: string;
  payload: unknown;
  occurredAt: Date | undefined;
  receivedAt: Date;
}

export type KeyOf = (event: KeyedEvent) => string;

/** How a handler takes its events. */
type HandlerMode =
  | { kind: 'each' }
  /** One after the other for each key. */
  | { kind: 'ordered'; keyOf: KeyOf }
  /** Only what is not older than the last applied of its key. */
  | { kind: 'newest'; keyOf: KeyOf }
  | { kind: 'batch'; size: number };

/** A method that takes events of one type. */
export interface WebhookHandler {
  /** `OrdersService.markPaid`: its name in the table, the API and the log. */
  name: string;
  /** The class that it belongs to. */
  owner: object;
  mode: HandlerMode;
  /** Waits before each further attempt, in ms. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  /** Calls it through Nest, so that guards, interceptors and pipes on it apply. */
  run: (context: object) => Promise<unknown>;
}

/** How long one run of a handler may take when nobody said so, in ms. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** What a subscription asks for, with its defaults. */
export function handlerOptions(
  { orderBy, newestBy, batch, retryDelaysMs, timeoutMs }: WebhookSubscription,
  defaultDelaysMs: readonly number[],
): Pick<WebhookHandler, 'mode' | 'retryDelaysMs' | 'timeoutMs'> {
  return {
    mode: modeOf(orderBy, newestBy, batch),
    retryDelaysMs: retryDelaysMs ?? defaultDelaysMs,
    timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
}

/** What is wrong with a subscription's options; `undefined` when nothing is. */
export function problemWithOptions({
  batch,
  retryDelaysMs,
  timeoutMs,
  orderBy,
  newestBy,
}: WebhookSubscription): string | undefined {
  if ([batch, orderBy, newestBy].filter((option) => option !== undefined).length > 1) {
    return 'takes one of orderBy, newestBy and batch, not several';
  }
  if (batch !== undefined && !isWhole(batch, 2, 1_000)) return 'needs a batch of 2 to 1,000 events';
  if (timeoutMs !== undefined && !isWhole(timeoutMs, 1, 600_000)) {
    return 'needs a timeoutMs of 1 to 600,000';
  }
  if (retryDelaysMs?.some((delayMs) => !(delayMs >= 0 && delayMs <= 30 * 86_400_000))) {
    return 'needs retryDelaysMs of 0 ms to 30 days each';
  }
  return undefined;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** The decorator has checked the key functions against the event; here any event will do. */
function modeOf(
  orderBy: WebhookSubscription['orderBy'],
  newestBy: WebhookSubscription['newestBy'],
  batch: number | undefined,
): HandlerMode {
  if (orderBy) return { kind: 'ordered', keyOf: checked(orderBy as KeyOf) };
  if (newestBy) return { kind: 'newest', keyOf: checked(newestBy as KeyOf) };
  return batch === undefined ? { kind: 'each' } : { kind: 'batch', size: batch };
}

/** A key becomes a column and part of an index. */
function checked(keyOf: KeyOf): KeyOf {
  return (event) => {
    const key: unknown = keyOf(event);
    if (typeof key === 'string' && key.length > 0 && key.length <= 255 && !key.includes('\0')) return key;
    throw new TypeError(`The key of ${event.type} must be a text of 1 to 255 characters.`);
  };
}
