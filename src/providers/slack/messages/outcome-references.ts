import type { HistorySearch } from './history.js';

/** Where a message or a file was to appear, and what it is known by there: our reference, or the file's id. */
export interface SlackTrace extends Pick<HistorySearch, 'channel' | 'thread'> {
  readonly mark: string;
}

/** Writes a trace down for the record of an unknown outcome: `C0123456789/order-42`, in a thread `C…:1503435956.000247/…`. */
export function writeTrace({ channel, thread, mark }: SlackTrace): string {
  return `${channel}${thread === undefined ? '' : `:${thread}`}/${mark}`;
}

/** Reads {@link writeTrace}; `undefined` when it is none. */
export function readTrace(reference: string): SlackTrace | undefined {
  const [, channel, thread, mark] = /^([A-Z0-9]+)(?::(\d+\.\d+))?\/(.+)$/s.exec(reference) ?? [];
  if (channel === undefined || mark === undefined) return undefined;
  return { channel, mark, ...(thread !== undefined && { thread }) };
}
