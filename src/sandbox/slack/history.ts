import { type Call, type Method, SlackRefusal, text } from './call.js';
import { readableChannel } from './channels.js';
import { cursorPage } from './cursor-page.js';
import { messageObject } from './objects.js';
import type { Message } from './rows.js';

/** Newest first, without what was said in threads. @see https://docs.slack.dev/reference/methods/conversations.history */
export const history: Method = {
  run(call) {
    const { id } = readableChannel(call, text(call.fields, 'channel'));
    const messages = [...call.state.table('message').older()].filter(
      ({ channel, threadTs }) => channel === id && threadTs === undefined,
    );
    return answer(call, messages.filter(isWithin(call)));
  },
};

/** A thread, its first message first. @see https://docs.slack.dev/reference/methods/conversations.replies */
export const replies: Method = {
  run(call) {
    const { id } = readableChannel(call, text(call.fields, 'channel'));
    const ts = text(call.fields, 'ts');
    const parent = call.state.table('message').get(ts);
    if (parent?.channel !== id) throw new SlackRefusal('thread_not_found');
    const others = [...call.state.table('message').newer(ts)].filter(({ threadTs }) => threadTs === ts);
    return answer(call, [parent, ...others.filter(isWithin(call))]);
  },
};

function answer(call: Call, messages: readonly Message[]): object {
  const { page, next } = cursorPage(call, messages);
  const wantsMetadata = text(call.fields, 'include_all_metadata') === 'true';
  return {
    messages: page.map((row) => ({
      ...messageObject(call, row),
      ...(wantsMetadata && row.metadata && { metadata: row.metadata }),
    })),
    has_more: next !== '',
    ...(next !== '' && { response_metadata: { next_cursor: next } }),
  };
}

/** The bounds themselves are left out, unless they are `inclusive`. */
function isWithin({ fields }: Call): (message: Message) => boolean {
  const oldest = Number(text(fields, 'oldest') || 0);
  const latest = Number(text(fields, 'latest') || Infinity);
  const inclusive = text(fields, 'inclusive') === 'true';
  return ({ id }) => {
    const ts = Number(id);
    return (ts > oldest && ts < latest) || (inclusive && (ts === oldest || ts === latest));
  };
}
