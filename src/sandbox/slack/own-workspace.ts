import type { Grant } from '../oauth/rows.js';
import { WORKSPACES } from './workspaces.js';

/** The bot token of a workspace that needs not be connected, as `SLACK_BOT_TOKEN`. It never ends. */
export const OWN_BOT_TOKEN = 'xoxb-sandbox-own-workspace';

/** What that token may do: everything that the sandbox knows. */
export const OWN_GRANT: Grant = {
  id: 'own-workspace',
  account: WORKSPACES[0].id,
  scopes: [
    'chat:write',
    'chat:write.public',
    'channels:read',
    'groups:read',
    'im:read',
    'im:write',
    'users:read',
    'users:read.email',
    'files:write',
    'channels:history',
    'groups:history',
    'im:history',
  ],
  created: 0,
};
