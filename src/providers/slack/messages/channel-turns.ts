import { Injectable } from '@nestjs/common';

/**
 * One message after the other in each channel, within this process. Slack takes about one a second there: whoever has to
 * wait, holds those behind it back, instead of all being refused together. Messages keep their order, too.
 * @see https://docs.slack.dev/apis/web-api/rate-limits#posting
 */
@Injectable()
export class SlackChannelTurns {
  /** Settles when everybody in a line is done. */
  private readonly lines = new Map<string, Promise<unknown>>();

  /**
   * Runs `work` when those before it in the line are done, whatever became of them.
   * @param signal ends the waiting; `work` itself is not interrupted
   * @throws the signal's reason, when `work` was not begun; else whatever `work` throws
   */
  async take<T>(line: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.lines.get(line) ?? Promise.resolve();
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const end = before.then(() => done);
    this.lines.set(line, end);
    try {
      await untilAborted(before, signal);
      return await work();
    } finally {
      leave();
      void end.then(() => this.lines.get(line) === end && this.lines.delete(line));
    }
  }
}

async function untilAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason as Error);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([turn, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
