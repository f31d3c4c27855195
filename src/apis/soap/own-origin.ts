import { NotConfiguredError } from '../../contracts/errors.js';

/** Whose call it is, for errors. */
export interface About {
  readonly provider: string;
  readonly operation: string;
}

/**
 * An address that a WSDL gives, once it is known to be of the origin that the credential is for.
 * @param what is there: `its endpoint`
 * @throws NotConfiguredError for any other
 */
export function urlWithin(baseUrl: string, address: string, what: string, about: About): URL {
  const { origin } = new URL(baseUrl);
  const url = URL.parse(address);
  if (url?.origin === origin) return url;
  const message =
    `${about.provider} ${about.operation} was not sent: ${what} is at ${url?.origin ?? 'no URL'}, and the API at ` +
    `${origin}. Nothing is asked elsewhere. Say in soap.wsdl and soap.endpoint what is at the API.`;
  throw new NotConfiguredError(message, about);
}

/** The path of an address as logs and metrics know it, which is below that of the base URL. */
export function pathBelow(baseUrl: string, { pathname }: URL): string {
  const base = new URL(baseUrl).pathname.replace(/\/$/, '');
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
}
