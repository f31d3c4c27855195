import { z } from 'zod';
import { ProviderError } from '../../../contracts/errors.js';
import type { SlackOperation } from '../slack.client.js';

/** What our messages carry with them, out of people's sight. @see https://docs.slack.dev/messaging/message-metadata */
const EVENT_TYPE = 'hookline_message';

/** How far our clock and Slack's may be apart, in ms. */
const CLOCK_SKEW_MS = 300_000;

/** How many messages one page has, and how many pages are read. Apps outside of the Marketplace may get 15 on a page. */
const PAGE_SIZE = '200';
const MAX_PAGES = 50;

const message = z.looseObject({
  ts: z.string(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
    .nullish()
    .catch(undefined),
  files: z.array(z.looseObject({ id: z.string() })).nullish(),
});

const page = z.object({
  messages: z.array(message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

/** A message as it stands in a conversation. */
export type SlackMessage = z.output<typeof message>;

/** Where messages are looked for, and from when on. */
export interface HistorySearch {
  readonly channel: string;
  /** The thread, by the `ts` of its first message. @default outside of threads */
  readonly thread?: string;
  /** By our clock. */
  readonly from: Date;
  /** @default now */
  readonly until?: Date;
}

/** The metadata that carries a reference, as `chat.postMessage` takes it. */
export function metadataOf(reference: string): string {
  return JSON.stringify({ event_type: EVENT_TYPE, event_payload: { reference } });
}

/** Whether a message carries a reference. */
export function carries(reference: string): (message: SlackMessage) => boolean {
  return ({ metadata }) =>
    metadata?.event_type === EVENT_TYPE && metadata.event_payload.reference === reference;
}

/**
 * Looks through what was posted in a conversation for a message. Needs the scope `channels:history`, or that of the
 * conversation's kind.
 * @returns `undefined` when there is none
 * @throws ProviderError when there are too many to look through
 * @throws whatever {@link SlackOperation.read} throws
 */
export async function findMessage(
  slack: SlackOperation,
  search: HistorySearch,
  isWanted: (message: SlackMessage) => boolean,
): Promise<SlackMessage | undefined> {
  let cursor: string | undefined;
  for (let pages = 1; pages <= MAX_PAGES; pages += 1) {
    const { messages, response_metadata: more } = await readPage(slack, search, cursor);
    const found = messages.find(isWanted);
    if (found) return found;
    cursor = more?.next_cursor || undefined;
    if (cursor === undefined) return undefined;
  }
  const text = `${search.channel} has had too many messages since ${search.from.toISOString()} to look through them.`;
  throw new ProviderError(text, slack.describe());
}

/** @see https://docs.slack.dev/reference/methods/conversations.history and likewise conversations.replies */
function readPage(
  slack: SlackOperation,
  { channel, thread, from, until }: HistorySearch,
  cursor: string | undefined,
): Promise<z.output<typeof page>> {
  return slack.read({
    method: thread === undefined ? 'conversations.history' : 'conversations.replies',
    form: {
      channel,
      ts: thread,
      oldest: seconds(from.getTime() - CLOCK_SKEW_MS),
      latest: until && seconds(until.getTime() + CLOCK_SKEW_MS),
      include_all_metadata: 'true',
      limit: PAGE_SIZE,
      cursor,
    },
    answer: page,
  });
}

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(6);
}
