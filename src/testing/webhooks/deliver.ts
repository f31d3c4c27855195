import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../seeded-random.js';
import type { SignedWebhook, WebhookReply } from './signed-webhook.js';

/** What happens to webhooks on their way. */
export interface DeliverOptions {
  /** Where the service is: `http://localhost:3000`. */
  to: string;
  /** How often each is sent again, byte for byte, as providers do. @default 0 */
  duplicates?: number;
  /** Sends them in another order: any, or the one of this seed. @default false */
  shuffle?: boolean | number;
  /** The longest wait before each, in ms; how long is drawn by the seed. @default 0 */
  delayMs?: number;
  /** Throws the first answer to each away, as a broken connection does, and sends it once more. @default false */
  dropFirstAnswer?: boolean;
  /** Told the seed where anything was drawn. @default a line on standard error */
  log?: (message: string) => void;
}

/** One sending, in the order in which they happened. */
export interface Delivered extends WebhookReply {
  webhook: SignedWebhook;
  /** Whether the answer was thrown away. */
  dropped: boolean;
}

/** What came of it, and the seed that does the same again. */
export interface DeliverReport {
  seed: number;
  answers: readonly Delivered[];
}

/** Sends webhooks as the internet does: more than once, late, and in the wrong order. One after the other. */
export async function deliver(
  webhooks: readonly SignedWebhook[],
  options: DeliverOptions,
): Promise<DeliverReport> {
  const { to, duplicates = 0, shuffle = false, delayMs = 0, dropFirstAnswer = false } = options;
  const log = options.log ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const seed = typeof shuffle === 'number' ? shuffle : Math.floor(Math.random() * 2 ** 31);
  const random = seededRandom(seed);
  if (shuffle !== false || delayMs > 0)
    log(`deliver: repeat this order and these waits with shuffle: ${seed}`);

  const copies = webhooks.flatMap((webhook) => Array.from({ length: duplicates + 1 }, () => webhook));
  const line = shuffle === false ? copies : shuffled(copies, random);
  const answers: Delivered[] = [];
  const seen = new Set<SignedWebhook>();
  for (const webhook of line) {
    if (delayMs > 0) await sleep(random() * delayMs);
    const dropped = dropFirstAnswer && !seen.has(webhook);
    seen.add(webhook);
    answers.push({ webhook, dropped, ...(await webhook.send(to)) });
    if (dropped) answers.push({ webhook, dropped: false, ...(await webhook.send(to)) });
  }
  return { seed, answers };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const pool = [...items];
  return items.flatMap(() => pool.splice(Math.floor(random() * pool.length), 1));
}
