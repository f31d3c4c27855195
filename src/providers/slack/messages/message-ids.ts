/** Where a message of Slack is: its time is its id within its conversation only. */
export interface SlackPlace {
  readonly channel: string;
  /** Seconds and microseconds: `1503435956.000247`. */
  readonly ts: string;
}

/** What a message is called in our words, unique in its workspace: `C0123456789/1503435956.000247`. */
export function messageIdOf({ channel, ts }: SlackPlace): string {
  return `${channel}/${ts}`;
}

/** Reads {@link messageIdOf}; `undefined` when it is none. */
export function readMessageId(messageId: string): SlackPlace | undefined {
  const [, channel, ts] = /^([CGD][A-Z0-9]{6,20})\/(\d{1,12}\.\d{1,9})$/.exec(messageId) ?? [];
  return channel === undefined || ts === undefined ? undefined : { channel, ts };
}

/** When a message was posted, by Slack's clock. */
export function timeOf({ ts }: Pick<SlackPlace, 'ts'>): Date {
  return new Date(Math.round(Number(ts) * 1000));
}
