import type { OutboundCall, OutboundResponse } from '../outbound-call.js';

/** How many redirects one after the other are followed. */
export const MAX_REDIRECTS = 5;

/** The redirects of RFC 9110, 15.4. A 300 offers a choice and a 304 is no redirect. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const CREDENTIAL_HEADERS: readonly string[] = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * The call that a redirect asks for, without the credential; `undefined` when the redirect is not followed but given
 * back as the answer that it is: of a call that acts, to another origin, or to nowhere.
 */
export function redirected(call: OutboundCall, response: OutboundResponse): OutboundCall | undefined {
  if (!REDIRECTS.has(response.status) || (call.method !== 'GET' && call.method !== 'HEAD')) return undefined;
  const url = URL.parse(response.headers['location'] ?? '', call.url.href);
  if (!response.headers['location'] || url?.origin !== call.url.origin) return undefined;
  for (const parameter of call.credentials?.query ?? []) url.searchParams.delete(parameter);
  return { ...call, url, headers: withoutCredential(call) };
}

function withoutCredential({ headers, credentials }: OutboundCall): OutboundCall['headers'] {
  const secret = new Set([...CREDENTIAL_HEADERS, ...(credentials?.headers ?? [])]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name)));
}
