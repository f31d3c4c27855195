/** What an API key may do. `admin` includes all of them. */
export const SCOPES = [
  'payments:read',
  'payments:write',
  'webhooks:read',
  'webhooks:write',
  'requests:read',
  'connections:read',
  'connections:write',
  'notifications:read',
  'notifications:write',
  'calendars:read',
  'calendars:write',
  'contacts:read',
  'contacts:write',
  'external:read',
  'external:write',
  'endpoints:read',
  'endpoints:write',
  'events:read',
  'events:write',
  'timeline:read',
  'timeline:reveal',
  'admin',
] as const;

export type Scope = (typeof SCOPES)[number];
