import type { WebhookType } from '../../../contracts/webhooks.js';

/** What Slack sends as JSON beside the Events API, or as a form. */
export const SLACK_OTHERS = [
  'app_rate_limited',
  'command',
  'interaction.block_actions',
  'interaction.message_action',
  'interaction.shortcut',
  'interaction.view_closed',
  'interaction.view_submission',
] as const satisfies readonly WebhookType<'slack'>[];

/** The types of the Events API. */
export const SLACK_EVENTS = [
  'app_deleted',
  'app_home_opened',
  'app_installed',
  'app_mention',
  'app_requested',
  'app_uninstalled',
  'app_uninstalled_team',
  'assistant_thread_context_changed',
  'assistant_thread_started',
  'call_rejected',
  'channel_archive',
  'channel_created',
  'channel_deleted',
  'channel_history_changed',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'dnd_updated',
  'dnd_updated_user',
  'email_domain_changed',
  'emoji_changed',
  'file_change',
  'file_comment_deleted',
  'file_created',
  'file_deleted',
  'file_public',
  'file_shared',
  'file_unshared',
  'function_executed',
  'grid_migration_finished',
  'grid_migration_started',
  'group_archive',
  'group_close',
  'group_deleted',
  'group_history_changed',
  'group_left',
  'group_open',
  'group_rename',
  'group_unarchive',
  'im_close',
  'im_created',
  'im_history_changed',
  'im_open',
  'invite_requested',
  'link_shared',
  'member_joined_channel',
  'member_left_channel',
  'message',
  'message_metadata_deleted',
  'message_metadata_posted',
  'message_metadata_updated',
  'pin_added',
  'pin_removed',
  'reaction_added',
  'reaction_removed',
  'shared_channel_invite_accepted',
  'shared_channel_invite_approved',
  'shared_channel_invite_declined',
  'shared_channel_invite_received',
  'shared_channel_invite_requested',
  'star_added',
  'star_removed',
  'subteam_created',
  'subteam_members_changed',
  'subteam_self_added',
  'subteam_self_removed',
  'subteam_updated',
  'team_access_granted',
  'team_access_revoked',
  'team_domain_change',
  'team_join',
  'team_rename',
  'tokens_revoked',
  'user_change',
  'user_huddle_changed',
  'user_profile_changed',
  'user_status_changed',
] as const satisfies readonly WebhookType<'slack'>[];

const CHANNEL = 'C0000000001';
const USER = 'U0000000001';
const TS = '1785000000.000100';

/** What stands in `event` beside its type. The others have who did it and where, as most of Slack's have. */
export const SLACK_EVENT_FIELDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  app_home_opened: { user: USER, channel: 'D0000000001', tab: 'home' },
  app_mention: { user: USER, channel: CHANNEL, text: '<@U0000000002> Hi there!', ts: TS },
  app_uninstalled: {},
  member_joined_channel: { user: USER, channel: CHANNEL, channel_type: 'C', team: 'T0000000001' },
  member_left_channel: { user: USER, channel: CHANNEL, channel_type: 'C', team: 'T0000000001' },
  message: { user: USER, channel: CHANNEL, channel_type: 'channel', text: 'Hello', ts: TS },
  reaction_added: {
    user: USER,
    reaction: 'thumbsup',
    item_user: USER,
    item: { type: 'message', channel: CHANNEL, ts: TS },
  },
  reaction_removed: {
    user: USER,
    reaction: 'thumbsup',
    item_user: USER,
    item: { type: 'message', channel: CHANNEL, ts: TS },
  },
  tokens_revoked: { tokens: { oauth: [USER], bot: ['U0000000002'] } },
};

const MODAL = { id: 'V0000000001', type: 'modal', callback_id: 'order', state: { values: {} } };
const MESSAGE = { channel: CHANNEL, user: USER, text: 'Hello', ts: TS };

/** What an interaction says beside who did it. */
export const SLACK_INTERACTION_FIELDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  block_actions: {
    actions: [{ type: 'button', action_id: 'approve', block_id: 'order', value: '42', action_ts: TS }],
    channel: { id: CHANNEL, name: 'orders' },
    message: MESSAGE,
    response_url: 'https://hooks.slack.com/actions/T0000000001/1/testing',
  },
  message_action: {
    callback_id: 'make-order',
    action_ts: TS,
    channel: { id: CHANNEL, name: 'orders' },
    message: MESSAGE,
    response_url: 'https://hooks.slack.com/actions/T0000000001/1/testing',
  },
  shortcut: { callback_id: 'new-order', action_ts: TS },
  view_closed: { view: MODAL, is_cleared: false },
  view_submission: { view: MODAL, response_urls: [] },
};

/** A slash command as a person types it. */
export const SLACK_COMMAND: Readonly<Record<string, unknown>> = {
  team_id: 'T0000000001',
  team_domain: 'example',
  channel_id: CHANNEL,
  channel_name: 'orders',
  user_id: USER,
  user_name: 'somebody',
  command: '/order',
  text: '42',
  api_app_id: 'A0000000001',
  response_url: 'https://hooks.slack.com/commands/T0000000001/1/testing',
};
