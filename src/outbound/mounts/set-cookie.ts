/** A comma that a new cookie follows; the comma of `Expires=Wed, 21 Oct…` is followed by no `name=`. */
const BETWEEN_COOKIES = /,\s*(?=[\w!#$%&'*+.^`|~-]+=)/;

/**
 * The values of a `Set-Cookie` that came several times and was joined. A cookie value with `, x=` inside, which RFC
 * 6265 (4.1.1) does not allow, is taken for two.
 */
export function splitCookies(joined: string): string[] {
  return joined.split(BETWEEN_COOKIES);
}
