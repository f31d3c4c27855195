/** What Slack sends, as far as handlers are likely to read it: Slack's own words and letters. More may be there. */

/** Types of the Events API that have no shape of their own here. @see https://docs.slack.dev/reference/events */
type OtherEventName =
  | 'app_deleted'
  | 'app_installed'
  | 'app_requested'
  | 'app_uninstalled'
  | 'app_uninstalled_team'
  | 'assistant_thread_context_changed'
  | 'assistant_thread_started'
  | 'call_rejected'
  | 'channel_archive'
  | 'channel_created'
  | 'channel_deleted'
  | 'channel_history_changed'
  | 'channel_id_changed'
  | 'channel_left'
  | 'channel_rename'
  | 'channel_shared'
  | 'channel_unarchive'
  | 'channel_unshared'
  | 'dnd_updated'
  | 'dnd_updated_user'
  | 'email_domain_changed'
  | 'emoji_changed'
  | 'file_change'
  | 'file_comment_deleted'
  | 'file_created'
  | 'file_deleted'
  | 'file_public'
  | 'file_shared'
  | 'file_unshared'
  | 'function_executed'
  | 'grid_migration_finished'
  | 'grid_migration_started'
  | 'group_archive'
  | 'group_close'
  | 'group_deleted'
  | 'group_history_changed'
  | 'group_left'
  | 'group_open'
  | 'group_rename'
  | 'group_unarchive'
  | 'im_close'
  | 'im_created'
  | 'im_history_changed'
  | 'im_open'
  | 'invite_requested'
  | 'link_shared'
  | 'message_metadata_deleted'
  | 'message_metadata_posted'
  | 'message_metadata_updated'
  | 'pin_added'
  | 'pin_removed'
  | 'shared_channel_invite_accepted'
  | 'shared_channel_invite_approved'
  | 'shared_channel_invite_declined'
  | 'shared_channel_invite_received'
  | 'shared_channel_invite_requested'
  | 'star_added'
  | 'star_removed'
  | 'subteam_created'
  | 'subteam_members_changed'
  | 'subteam_self_added'
  | 'subteam_self_removed'
  | 'subteam_updated'
  | 'team_access_granted'
  | 'team_access_revoked'
  | 'team_domain_change'
  | 'team_join'
  | 'team_rename'
  | 'user_change'
  | 'user_huddle_changed'
  | 'user_profile_changed'
  | 'user_status_changed';

/** A message, or what happened to one: `subtype` says which. @see https://docs.slack.dev/reference/events/message */
interface Message {
  /** Missing for what a person wrote; `bot_message`, `message_changed`, `message_deleted`, `file_share` and many more. */
  subtype?: string;
  channel: string;
  channel_type?: 'channel' | 'group' | 'im' | 'mpim' | 'app_home';
  user?: string;
  /** Set for what a bot wrote, our own included: answer to that and you talk to yourself. */
  bot_id?: string;
  text?: string;
  blocks?: unknown[];
  ts: string;
  thread_ts?: string;
  /** The message as it is now, of `message_changed`. */
  message?: Message;
  /** The message as it was, of `message_changed` and `message_deleted`. */
  previous_message?: Message;
  [field: string]: unknown;
}

/** @see https://docs.slack.dev/reference/events/app_mention */
interface AppMention {
  channel: string;
  user?: string;
  text: string;
  ts: string;
  thread_ts?: string;
  [field: string]: unknown;
}

/** @see https://docs.slack.dev/reference/events/app_home_opened */
interface AppHomeOpened {
  user: string;
  channel: string;
  tab: 'home' | 'messages';
  view?: SlackView;
  [field: string]: unknown;
}

/** @see https://docs.slack.dev/reference/events/reaction_added */
interface Reaction {
  user: string;
  reaction: string;
  item_user?: string;
  item: { type: 'message'; channel: string; ts: string };
  [field: string]: unknown;
}

/** @see https://docs.slack.dev/reference/events/member_joined_channel */
interface Membership {
  user: string;
  channel: string;
  team: string;
  [field: string]: unknown;
}

/** Ids of users whose tokens are no longer good. @see https://docs.slack.dev/reference/events/tokens_revoked */
interface TokensRevoked {
  tokens: { oauth?: string[]; bot?: string[] };
  [field: string]: unknown;
}

interface EventBodies extends Record<OtherEventName, Record<string, unknown>> {
  app_home_opened: AppHomeOpened;
  app_mention: AppMention;
  member_joined_channel: Membership;
  member_left_channel: Membership;
  message: Message;
  reaction_added: Reaction;
  reaction_removed: Reaction;
  tokens_revoked: TokensRevoked;
}

/** The envelope of the Events API. @see https://docs.slack.dev/apis/events-api#events-JSON */
interface EventCallback<Type extends keyof EventBodies> {
  type: 'event_callback';
  team_id: string;
  enterprise_id?: string | null;
  api_app_id: string;
  event: { type: Type; event_ts?: string } & EventBodies[Type];
  event_id: string;
  /** Unix seconds. */
  event_time: number;
  authorizations?: {
    enterprise_id: string | null;
    team_id: string | null;
    user_id: string;
    is_bot: boolean;
    is_enterprise_install: boolean;
  }[];
  event_context?: string;
}

/** More than 30,000 events in an hour: those of the minute from then on (Unix seconds) were not sent. */
interface AppRateLimited {
  type: 'app_rate_limited';
  team_id: string;
  minute_rate_limited: number;
  api_app_id: string;
}

interface SlackView {
  id: string;
  type: 'modal' | 'home';
  callback_id?: string;
  private_metadata?: string;
  hash?: string;
  /** What was entered, by `block_id` and `action_id`. */
  state?: { values: Record<string, Record<string, { type: string; [field: string]: unknown }>> };
  [field: string]: unknown;
}

/** What somebody did in Slack's surface. @see https://docs.slack.dev/reference/interaction-payloads */
interface Interaction<Type extends string> {
  type: Type;
  user: { id: string; username?: string; name?: string; team_id?: string };
  team: { id: string; domain: string } | null;
  api_app_id?: string;
  /** Opens a modal within 3 seconds, once. */
  trigger_id?: string;
  [field: string]: unknown;
}

interface InteractionBodies {
  block_actions: {
    actions: {
      type: string;
      action_id: string;
      block_id: string;
      value?: string;
      action_ts: string;
      [field: string]: unknown;
    }[];
    channel?: { id: string; name: string };
    message?: Message;
    view?: SlackView;
    /** Takes answers to the person for 30 minutes. */
    response_url?: string;
  };
  view_submission: { view: SlackView; response_urls?: { response_url: string; channel_id: string }[] };
  view_closed: { view: SlackView; is_cleared: boolean };
  /** A global shortcut. */
  shortcut: { callback_id: string; action_ts: string };
  /** A shortcut on a message. */
  message_action: {
    callback_id: string;
    action_ts: string;
    channel: { id: string; name: string };
    message: Message;
    response_url: string;
  };
}

/** @see https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
interface SlashCommand {
  /** With its slash: `/weather`. */
  command: string;
  text: string;
  user_id: string;
  user_name?: string;
  channel_id: string;
  channel_name?: string;
  team_id: string;
  team_domain?: string;
  enterprise_id?: string;
  api_app_id?: string;
  /** Takes up to five answers to the person within 30 minutes. */
  response_url: string;
  /** Opens a modal within 3 seconds, once. */
  trigger_id: string;
  [field: string]: string | undefined;
}

/** All that Slack sends, by the type that it is filed under. */
export type SlackWebhookTypes = {
  [Type in keyof EventBodies]: EventCallback<Type>;
} & {
  [Type in keyof InteractionBodies as `interaction.${Type}`]: Interaction<Type> & InteractionBodies[Type];
} & {
  app_rate_limited: AppRateLimited;
  command: SlashCommand;
};
