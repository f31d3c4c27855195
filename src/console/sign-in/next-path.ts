/** Any; only what does not stay on it is told from what does. */
const HERE = 'http://console.invalid';

/**
 * A path and query of the console to go on to, by a parameter that anybody may have written. Whatever leads elsewhere
 * (another host, another part of this one, `..`, backslashes) is the overview instead.
 */
export function pathWithin(next: string | undefined): string {
  if (!next?.startsWith('/') || !URL.canParse(next, HERE)) return '/console';
  const { origin, pathname, search } = new URL(next, HERE);
  const within = origin === HERE && (pathname === '/console' || pathname.startsWith('/console/'));
  return within ? pathname + search : '/console';
}
