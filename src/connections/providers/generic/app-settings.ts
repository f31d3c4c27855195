import { z } from 'zod';
import { isLoopback } from '../../../platform/config/values.js';

/** What both protocols need. */
const shared = {
  TITLE: z.string().optional(),
  CLIENT_ID: z.string().optional(),
  CLIENT_SECRET: z.string().optional(),
  CLIENT_AUTHENTICATION: z.enum(['basic', 'post'], { error: 'must be basic or post' }).default('basic'),
  SCOPES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean)),
};

/** `<NAME>_…` of an app whose server says the rest of itself. */
export const oidcSettings = z.object({ ...shared, ISSUER: endpoint() });
export type OidcSettings = z.output<typeof oidcSettings>;

/** `<NAME>_…` of an app whose server says nothing of itself. */
export const oauth2Settings = z.object({
  ...shared,
  AUTHORIZATION_URL: endpoint(),
  TOKEN_URL: endpoint(),
  REVOCATION_URL: endpoint().optional(),
  ACCOUNT_URL: endpoint(),
  ACCOUNT_ID: z.string().default('id'),
  ACCOUNT_LABEL: z.string().optional(),
  PKCE: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
});
export type OAuth2Settings = z.output<typeof oauth2Settings>;

/** A whole address, with a query if it has to have one; https, or http for a loopback address. */
function endpoint() {
  return z.string({ error: 'must be set: see docs/generic-oauth-apps.md' }).refine(isSafeEndpoint, {
    error: 'must be an https:// address (http:// only for localhost), without user or fragment',
  });
}

function isSafeEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username || password || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
