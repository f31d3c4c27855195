import type { Call } from './call.js';
import type { Message, StoredFile } from './rows.js';
import { APP_ID } from './workspaces.js';

/** A message as the API shows it. @see https://docs.slack.dev/reference/events/message */
export function messageObject(call: Call, row: Message): object {
  const { workspace, state } = call;
  const files = row.files?.flatMap((id) => state.table('file').get(id) ?? []);
  return {
    type: 'message',
    user: workspace.botUserId,
    bot_id: workspace.botId,
    app_id: APP_ID,
    team: row.team,
    text: row.text,
    ts: row.id,
    blocks: row.blocks,
    thread_ts: row.threadTs,
    files: files?.map((file) => fileObject(call, file)),
    edited: row.edited === undefined ? undefined : { user: workspace.botUserId, ts: row.edited },
  };
}

/** A file as the API shows it. @see https://docs.slack.dev/reference/objects/file-object */
export function fileObject(
  { workspace, baseUrl }: Call,
  { id, name, title, size, created }: StoredFile,
): object {
  return {
    id,
    created,
    timestamp: created,
    name,
    title: title ?? name,
    mimetype: '',
    filetype: '',
    user: workspace.botUserId,
    user_team: workspace.id,
    size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: `${baseUrl}/files/${id}`,
    file_access: 'visible',
  };
}
