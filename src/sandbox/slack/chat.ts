import { z } from 'zod';
import { readBlocks } from './blocks.js';
import { type Call, json, type Method, SlackRefusal, text } from './call.js';
import { joinedChannel, postableChannel } from './channels.js';
import { keepMessage, newTimestamp } from './messages.js';
import { messageObject } from './objects.js';
import { type Message, message } from './rows.js';

/** Characters. */
const MAX_TEXT = 40_000;
const MAX_NEW_TEXT = 4_000;

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
export const postMessage: Method = {
  scope: 'chat:write',
  run(call) {
    const { fields, workspace, pace } = call;
    const channel = postableChannel(call, text(fields, 'channel'));
    const content = readContent(call, MAX_TEXT);
    const threadTs = text(fields, 'thread_ts') || undefined;
    if (threadTs !== undefined && call.state.table('message').get(threadTs)?.channel !== channel.id) {
      throw new SlackRefusal('thread_not_found');
    }
    const metadata = readMetadata(call);
    if (pace?.take(`${workspace.id}/${channel.id}`) === false) throw new SlackRefusal('ratelimited');
    const kept = keepMessage(call, { channel: channel.id, threadTs, metadata, ...content });
    return { channel: channel.id, ts: kept.id, message: messageObject(call, kept) };
  },
};

/** What is left out stays as it was. @see https://docs.slack.dev/reference/methods/chat.update */
export const updateMessage: Method = {
  scope: 'chat:write',
  run(call) {
    const { state, fields } = call;
    const old = ownMessage(call);
    const { text: words, blocks } = readContent(call, MAX_NEW_TEXT);
    const changed = {
      ...old,
      ...((fields.text !== undefined || blocks?.length) && { text: words }),
      ...(blocks && { blocks: blocks.length > 0 ? blocks : undefined }),
      edited: newTimestamp(),
    };
    const kept = state.transaction(() => state.put('message', changed));
    return { channel: kept.channel, ts: kept.id, text: kept.text, message: messageObject(call, kept) };
  },
};

/** @see https://docs.slack.dev/reference/methods/chat.delete */
export const deleteMessage: Method = {
  scope: 'chat:write',
  run(call) {
    const { channel, id } = ownMessage(call);
    call.state.transaction(() => call.state.delete('message', id));
    return { channel, ts: id };
  },
};

/** A message by its channel and `ts`; every one here is the bot's own. */
function ownMessage(call: Call): Message {
  const channel = joinedChannel(call, text(call.fields, 'channel'));
  const found = call.state.table('message').get(text(call.fields, 'ts'));
  if (found?.channel !== channel.id) throw new SlackRefusal('message_not_found');
  return found;
}

function readContent(call: Call, maxText: number): Pick<Message, 'text' | 'blocks'> {
  const blocks = readBlocks(call);
  const words = text(call.fields, 'text');
  if (words === '' && !blocks?.length) throw new SlackRefusal('no_text');
  if (words.length > maxText) throw new SlackRefusal('msg_too_long');
  return { text: words, blocks };
}

/** @see https://docs.slack.dev/messaging/message-metadata */
function readMetadata({ fields }: Call): z.output<typeof message.shape.metadata> {
  if (fields.metadata === undefined || fields.metadata === '') return undefined;
  const { data } = message.shape.metadata.safeParse(json(fields, 'metadata'));
  if (!data) throw new SlackRefusal('invalid_metadata_format');
  return data;
}
