import { type Call, type Method, requireScope, SlackRefusal, text } from './call.js';
import type { Channel, Workspace } from './workspaces.js';

const SCOPES: Readonly<Record<string, string>> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  mpim: 'mpim:read',
  im: 'im:read',
};

/** @see https://docs.slack.dev/reference/methods/conversations.list */
export const listConversations: Method = {
  run(call) {
    const types = (text(call.fields, 'types') || 'public_channel').split(',').map((type) => type.trim());
    for (const type of types) {
      const scope = SCOPES[type];
      if (scope === undefined) throw new SlackRefusal('invalid_types');
      requireScope(call, scope);
    }
    const visible = call.workspace.channels.filter(
      (channel) =>
        types.includes('public_channel') &&
        !channel.private &&
        !(channel.archived && text(call.fields, 'exclude_archived') === 'true'),
    );
    return page(call, visible);
  },
};

function page({ fields, workspace }: Call, channels: readonly Channel[]): object {
  const limit = Number(text(fields, 'limit') || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new SlackRefusal('invalid_limit');
  const cursor = text(fields, 'cursor');
  const start = cursor === '' ? 0 : channels.findIndex(({ id }) => cursorOf(id) === cursor);
  if (start < 0) throw new SlackRefusal('invalid_cursor');
  const next = channels[start + limit];
  return {
    channels: channels.slice(start, start + limit).map((channel) => conversation(workspace, channel)),
    response_metadata: { next_cursor: next ? cursorOf(next.id) : '' },
  };
}

function cursorOf(channelId: string): string {
  return Buffer.from(`team:${channelId}`).toString('base64');
}

function conversation(
  workspace: Workspace,
  { id, name, archived = false, botIsOut = false }: Channel,
): object {
  const empty = { value: '', creator: '', last_set: 0 };
  return {
    id,
    name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    created: 1_449_252_889,
    is_archived: archived,
    is_general: name === 'general',
    unlinked: 0,
    name_normalized: name,
    is_shared: false,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    is_ext_shared: false,
    creator: workspace.people[0].id,
    is_member: !botIsOut && !archived,
    topic: empty,
    purpose: empty,
    previous_names: [],
    num_members: workspace.people.length,
  };
}

/** @see https://docs.slack.dev/reference/methods/users.lookupByEmail */
export const lookupByEmail: Method = {
  scope: 'users:read.email',
  run({ workspace, fields }) {
    const person = workspace.people.find(({ email }) => email === text(fields, 'email').toLowerCase());
    if (!person) throw new SlackRefusal('users_not_found');
    const { id, name, email } = person;
    const handle = email.split('@', 1)[0] ?? '';
    return {
      user: {
        id,
        team_id: workspace.id,
        name: handle,
        deleted: false,
        real_name: name,
        tz: 'Europe/London',
        profile: { real_name: name, display_name: handle, email, team: workspace.id },
        is_bot: false,
        updated: 1_502_138_686,
      },
    };
  },
};
