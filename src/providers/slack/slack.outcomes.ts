import { Injectable } from '@nestjs/common';
import type { OutcomeFinding, OutcomeResolver, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { OutcomeResolverFacet } from '../../platform/facets/facets.js';
import { SlackClient } from './slack.client.js';
import { conversationAt } from './slack.directory.js';
import { carries, findMessage, type SlackMessage } from './messages/history.js';
import { messageIdOf } from './messages/message-ids.js';
import { readTrace, type SlackTrace } from './messages/outcome-references.js';

/** How long after a call was given up Slack may still carry it out, in ms. It names no limit; ours is a generous one. */
const LATE_REQUEST_MS = 300_000;

/** How long one look may take, in ms. */
const LOOK_TIMEOUT_MS = 120_000;

/** How to recognise in a conversation what a call has made, by the method that was called. */
const RECOGNISERS = new Map<string, (mark: string) => (message: SlackMessage) => boolean>([
  ['chat.postMessage', carries],
  [
    'files.completeUploadExternal',
    (id) =>
      ({ files }) =>
        files?.some((file) => file.id === id) ?? false,
  ],
]);

/** Finds out in Slack what became of a message, or of files, whose answer was lost. */
@Injectable()
@OutcomeResolverFacet('slack')
export class SlackOutcomes implements OutcomeResolver {
  constructor(private readonly slack: SlackClient) {}

  async resolve(outcome: UnknownOutcomeRecord, signal: AbortSignal): Promise<OutcomeFinding> {
    const method = outcome.endpoint.slice(outcome.endpoint.lastIndexOf('/') + 1);
    // The bytes of a file: without the message that was to follow them, nobody sees them.
    if (method === 'upload') return { status: 'not_happened' };
    const recognise = RECOGNISERS.get(method);
    const trace = readTrace(outcome.reference ?? '');
    if (!recognise || !trace) return { status: 'unknown' };
    const mayStillHappen = Date.now() <= outcome.givenUpAt.getTime() + LATE_REQUEST_MS;
    const objectId = await this.lookFor(trace, recognise(trace.mark), outcome, signal);
    if (objectId !== undefined) return { status: 'happened', objectId };
    return { status: mayStillHappen ? 'unknown' : 'not_happened' };
  }

  private lookFor(
    trace: SlackTrace,
    isWanted: (message: SlackMessage) => boolean,
    { connectionId, sentAt, givenUpAt }: UnknownOutcomeRecord,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const options = {
      signal,
      timeoutMs: LOOK_TIMEOUT_MS,
      ...(connectionId !== undefined && { connectionId }),
    };
    const until = new Date(givenUpAt.getTime() + LATE_REQUEST_MS);
    return this.slack.perform('outcomes.resolve', options, async (slack) => {
      const channel = await conversationAt(slack, trace.channel);
      const found = await findMessage(slack, { ...trace, channel, from: sentAt, until }, isWanted);
      return found && messageIdOf({ channel, ts: found.ts });
    });
  }
}
