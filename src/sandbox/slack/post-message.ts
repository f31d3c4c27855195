import { z } from 'zod';
import { type Call, type Method, SlackRefusal, text } from './call.js';
import { newTimestamp } from './messages.js';
import { APP_ID, type Channel } from './workspaces.js';

/** Characters. */
const MAX_TEXT = 40_000;

const blockList = z.array(z.record(z.string(), z.unknown())).max(50);

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
export const postMessage: Method = {
  scope: 'chat:write',
  run(call) {
    const { state, workspace, fields } = call;
    const channel = findChannel(call, text(fields, 'channel'));
    const blocks = readBlocks(fields.blocks);
    const words = text(fields, 'text');
    if (words === '' && !blocks?.length) throw new SlackRefusal('no_text');
    if (words.length > MAX_TEXT) throw new SlackRefusal('msg_too_long');
    const ts = newTimestamp();
    const threadTs = text(fields, 'thread_ts') || undefined;
    state.transaction(() =>
      state.put('message', {
        id: ts,
        team: workspace.id,
        channel: channel.id,
        text: words,
        blocks,
        threadTs,
        created: Math.floor(Number(ts)),
      }),
    );
    const message = {
      type: 'message',
      user: workspace.botUserId,
      bot_id: workspace.botId,
      app_id: APP_ID,
      team: workspace.id,
      text: words,
      ts,
      blocks,
      thread_ts: threadTs,
    };
    return { channel: channel.id, ts, message };
  },
};

/** By id or by name, as Slack does; a private channel does not exist for those who are not in it. */
function findChannel({ workspace, scopes }: Call, wanted: string): Channel {
  const name = wanted.replace(/^#/, '');
  const channel = workspace.channels.find((each) => each.id === wanted || each.name === name);
  if (!channel || channel.private) throw new SlackRefusal('channel_not_found');
  if (channel.archived) throw new SlackRefusal('is_archived');
  if (channel.botIsOut && !scopes.includes('chat:write.public')) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** Blocks come as a list, or in a form as JSON text. */
function readBlocks(given: unknown): z.output<typeof blockList> | undefined {
  if (given === undefined || given === '') return undefined;
  const result = blockList.safeParse(typeof given === 'string' ? parse(given) : given);
  if (!result.success) throw new SlackRefusal('invalid_blocks_format');
  return result.data;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // refused as any other value that is no list
  }
}
