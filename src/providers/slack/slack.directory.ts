import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError } from '../../contracts/errors.js';
import { SlackClient, type SlackOperation } from './slack.client.js';
import type { SlackRecipient } from './messages/recipients.js';

/** The largest page that Slack gives. @see https://docs.slack.dev/reference/methods/conversations.list */
const PAGE_SIZE = '999';

/** Names of channels whose ids are remembered, and for how long, in ms. A renamed channel is found by both until then. */
const REMEMBERED = { max: 10_000, ttl: 600_000 };

const conversation = z.looseObject({
  id: z.string(),
  name: z.string(),
  is_private: z.boolean().optional(),
  is_archived: z.boolean().optional(),
  is_member: z.boolean().optional(),
});

const conversationPage = z.object({
  channels: z.array(conversation),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

/** @see https://docs.slack.dev/reference/objects/user-object */
const foundUser = z.object({
  user: z.looseObject({
    id: z.string(),
    name: z.string(),
    real_name: z.string().optional(),
    deleted: z.boolean().optional(),
  }),
});

const opened = z.object({ channel: z.looseObject({ id: z.string() }) });

/** A channel of a workspace. */
export interface SlackChannel {
  readonly id: string;
  /** Without its `#`. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the app is in it. */
  readonly isMember: boolean;
  readonly raw: z.output<typeof conversation>;
}

/** Which channels are meant. */
export interface SlackChannelQuery {
  /** Private ones are those that the app is in. @default both */
  readonly types?: readonly ('public' | 'private')[];
  /** @default false */
  readonly includeArchived?: boolean;
}

/** Somebody in a workspace. */
export interface SlackUser {
  readonly id: string;
  /** Their handle. */
  readonly name: string;
  readonly realName: string | undefined;
  readonly raw: z.output<typeof foundUser>['user'];
}

/** The channels and people of a workspace. */
@Injectable()
export class SlackDirectory {
  private readonly ids = new LRUCache<string, string>(REMEMBERED);

  constructor(private readonly slack: SlackClient) {}

  /**
   * A member of the workspace. Needs the scope `users:read.email`.
   * @throws NotFoundError when nobody has that address
   * @throws whatever {@link SlackClient.perform} throws
   */
  userByEmail(email: string, options: CallOptions = {}): Promise<SlackUser> {
    return this.slack.perform('users.find', options, (slack) => userByEmail(slack, email));
  }

  /**
   * Channels, in Slack's order, fetched page by page. Needs the scopes `channels:read` and `groups:read`.
   * @throws whatever {@link SlackClient.perform} throws
   */
  async *channels(query: SlackChannelQuery = {}, options: CallOptions = {}): AsyncIterable<SlackChannel> {
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const from: string = cursor;
      const page = await this.slack.perform('channels.list', options, (slack) =>
        channelPage(slack, query, from),
      );
      yield* page.channels;
      cursor = page.next;
    }
  }

  /**
   * The channel of that name, with or without its `#`; archived ones are not looked at.
   * @throws NotFoundError when the app sees none of that name
   * @throws whatever {@link SlackClient.perform} throws
   */
  channelByName(name: string, options: CallOptions = {}): Promise<SlackChannel> {
    return this.slack.perform('channels.find', options, (slack) => channelByName(slack, name));
  }

  /**
   * The id that messages to a recipient go to: a conversation's, or a user's, with whom Slack opens one itself.
   * @throws NotFoundError when there is no such channel or user
   */
  async addressOf(slack: SlackOperation, recipient: SlackRecipient): Promise<string> {
    if (recipient.kind === 'conversation' || recipient.kind === 'user') return recipient.id;
    if (recipient.kind === 'email') return (await userByEmail(slack, recipient.email)).id;
    const key = `${slack.connectionId ?? ''}#${recipient.name}`;
    const id = this.ids.get(key) ?? (await channelByName(slack, recipient.name)).id;
    this.ids.set(key, id);
    return id;
  }
}

/**
 * The conversation behind an address: of a user, the direct message, which is opened if it is not yet. Needs the scope
 * `im:write`.
 * @see https://docs.slack.dev/reference/methods/conversations.open
 */
export async function conversationAt(slack: SlackOperation, address: string): Promise<string> {
  if (!/^[UW]/.test(address)) return address;
  const { channel } = await slack.call({
    method: 'conversations.open',
    form: { users: address },
    safety: { by: 'upsert' },
    answer: opened,
  });
  return channel.id;
}

async function userByEmail(slack: SlackOperation, email: string): Promise<SlackUser> {
  const { user } = await slack.read({ method: 'users.lookupByEmail', form: { email }, answer: foundUser });
  return { id: user.id, name: user.name, realName: user.real_name, raw: user };
}

async function channelByName(slack: SlackOperation, wanted: string): Promise<SlackChannel> {
  const name = wanted.replace(/^#/, '');
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: ChannelPage = await channelPage(slack, {}, cursor);
    const found = page.channels.find((channel) => channel.name === name);
    if (found) return found;
    cursor = page.next;
  }
  const about = slack.describe();
  const message = `Slack has no channel #${name} that the app can see. Check the name, or invite the app to it: /invite @app.`;
  throw new NotFoundError(message, about);
}

interface ChannelPage {
  channels: SlackChannel[];
  /** Where the next page begins; `undefined` after the last. */
  next: string | undefined;
}

async function channelPage(
  slack: SlackOperation,
  { types = ['public', 'private'], includeArchived = false }: SlackChannelQuery,
  cursor: string,
): Promise<ChannelPage> {
  const { channels, response_metadata: more } = await slack.read({
    method: 'conversations.list',
    form: {
      types: types.map((type) => `${type}_channel`).join(','),
      exclude_archived: String(!includeArchived),
      limit: PAGE_SIZE,
      cursor: cursor || undefined,
    },
    answer: conversationPage,
  });
  return { channels: channels.map(toChannel), next: more?.next_cursor || undefined };
}

function toChannel(raw: z.output<typeof conversation>): SlackChannel {
  const {
    id,
    name,
    is_private: isPrivate = false,
    is_archived: isArchived = false,
    is_member: isMember = false,
  } = raw;
  return { id, name, isPrivate, isArchived, isMember, raw };
}
