import { type Call, requireScope, SlackRefusal } from './call.js';
import { type Channel, conversationsOf } from './workspaces.js';

/**
 * Where the bot may post: a conversation by its id or a channel's name, a person by their id.
 * @throws SlackRefusal
 */
export function postableChannel(call: Call, wanted: string): Channel {
  const name = wanted.replace(/^#/, '');
  const conversations = conversationsOf(call.workspace);
  const person = call.workspace.people.find(({ id }) => id === wanted);
  const channel = conversations.find(
    (each) =>
      each.id === (person ? `D${person.id.slice(1)}` : wanted) || (!each.direct && each.name === name),
  );
  const found = visible(channel);
  if (found.archived) throw new SlackRefusal('is_archived');
  if (found.botIsOut && !call.scopes.includes('chat:write.public')) throw new SlackRefusal('not_in_channel');
  return found;
}

/** A conversation that the bot is in, by its id only. @throws SlackRefusal */
export function joinedChannel({ workspace }: Call, id: string): Channel {
  const channel = visible(conversationsOf(workspace).find((each) => each.id === id));
  if (channel.botIsOut) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** The same, for somebody who may read what was posted there. @throws SlackRefusal */
export function readableChannel(call: Call, id: string): Channel {
  const channel = joinedChannel(call, id);
  if (channel.direct) requireScope(call, 'im:history');
  else requireScope(call, channel.private ? 'groups:history' : 'channels:history');
  return channel;
}

/** A private channel does not exist for those who are not in it. */
function visible(channel: Channel | undefined): Channel {
  if (!channel || (channel.private && channel.botIsOut)) throw new SlackRefusal('channel_not_found');
  return channel;
}
