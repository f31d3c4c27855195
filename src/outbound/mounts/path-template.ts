const PLACEHOLDER = ':id';

/** Deeper paths end in `/*`. */
const MAX_SEGMENTS = 8;

/** A word of an API, at most 32 characters with at most two digits at its end: `chat.postMessage`, `oauth2`. */
const WORD = /^(?=.{1,32}$)[a-z][a-z_.~:-]*\d{0,2}$/i;

/** A version: `v3`, `v59.0`, `v1beta2`. */
const VERSION = /^v\d{1,3}(?:\.\d{1,3})?(?:(?:alpha|beta)\d{0,2})?$/;

/** What looks like a word and is an id all the same. */
const HEX = /^[0-9a-f]{8,}$/i;
const PREFIXED = /^[a-z]{2,8}_(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}$/;
const RANDOM_LETTERS = /^(?=.*[a-z].*[A-Z]|.*[A-Z].*[a-z])[A-Za-z]{12,}\d*$/;
const CAPITALS = /^[A-Z]{12,}\d*$/;

/**
 * The template of a path, for logs, metrics and circuits: `/v1/payment_intents/pi_3Nabc0…` becomes
 * `/v1/payment_intents/:id`. Only what looks like a word of an API stays, so that whatever stands in its place (numbers,
 * UUIDs, hashes, tokens, e-mail addresses) makes neither a new metric nor a leak. It cannot tell a word from a name in
 * small letters (`/users/ada`): calls with such paths go through a provider's method, which names its template.
 *
 * @param pathname of a URL; a query or fragment is cut off
 * @returns at most 300 characters
 */
export function pathTemplate(pathname: string): string {
  const [path = ''] = pathname.split(/[?#]/, 1);
  const segments = path.split('/').slice(1);
  const shown = segments.slice(0, MAX_SEGMENTS).map((segment) => (isWord(segment) ? segment : PLACEHOLDER));
  return `/${shown.join('/')}${segments.length > MAX_SEGMENTS ? '/*' : ''}`;
}

function isWord(segment: string): boolean {
  if (segment === '' || VERSION.test(segment)) return true;
  if (!WORD.test(segment) || HEX.test(segment) || PREFIXED.test(segment) || CAPITALS.test(segment))
    return false;
  return !(RANDOM_LETTERS.test(segment) && capitals(segment) > segment.length * 0.3);
}

function capitals(text: string): number {
  return text.replace(/[^A-Z]/g, '').length;
}
