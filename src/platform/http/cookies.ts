import type { IncomingHttpHeaders } from 'node:http';

interface CookieOptions {
  /** Below which path the browser sends it: `/console`. */
  readonly path: string;
  /** How long the browser keeps it, in seconds; 0 takes it away at once. */
  readonly maxAgeSeconds: number;
  /** Over https only. */
  readonly secure: boolean;
}

/** The value of a request's cookie; `undefined` without it. Of several of one name, the first: it has the longest path. */
export function readCookie(headers: IncomingHttpHeaders, name: string): string | undefined {
  const prefix = `${name}=`;
  return headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

/**
 * A `Set-Cookie` header for a cookie that no script can read (HttpOnly) and no other site's form sends (SameSite=Lax).
 * @param value in the alphabet of base64url, so that it needs no quoting
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
export function setCookie(name: string, value: string, options: CookieOptions): string {
  const { path, maxAgeSeconds, secure } = options;
  const cookie = `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  return secure ? `${cookie}; Secure` : cookie;
}
