import { type Method, requireScope, SlackRefusal, text } from './call.js';
import { cursorPage } from './cursor-page.js';
import { type Channel, directMessage, type Workspace } from './workspaces.js';

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
        types.includes(channel.private ? 'private_channel' : 'public_channel') &&
        !(channel.private && channel.botIsOut) &&
        !(channel.archived && text(call.fields, 'exclude_archived') === 'true'),
    );
    const { page, next } = cursorPage(call, visible);
    return {
      channels: page.map((channel) => conversation(call.workspace, channel)),
      response_metadata: { next_cursor: next },
    };
  },
};

function conversation(
  workspace: Workspace,
  { id, name, archived = false, botIsOut = false, private: isPrivate = false }: Channel,
): object {
  const empty = { value: '', creator: '', last_set: 0 };
  return {
    id,
    name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
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

/** Opens the direct message with one person. @see https://docs.slack.dev/reference/methods/conversations.open */
export const openConversation: Method = {
  scope: 'im:write',
  run({ workspace, fields }) {
    const person = workspace.people.find(({ id }) => id === text(fields, 'users'));
    if (!person) throw new SlackRefusal('user_not_found');
    return { channel: { id: directMessage(person).id } };
  },
};
