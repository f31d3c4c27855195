import { decodeEntities } from './html-entities.js';

/** What a browser shows in the end. */
export interface Shown {
  /** As in the address bar. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What a person reads, in one line. */
  readonly text: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** How many redirects a browser follows. */
const MAX_HOPS = 15;

/**
 * As much of a browser as a flow needs: cookies by origin and path, redirects and `<meta http-equiv="refresh">`, forms.
 * It keeps every address that it was sent to.
 */
export class Browser {
  readonly visited: URL[] = [];
  private readonly jars = new Map<string, Cookie[]>();

  /**
   * @param places where origins really are: the public one of a service that listens on a port of its own. An origin
   *   that is neither here nor on this machine is not asked: the browser stops with its address.
   */
  constructor(private readonly places: Readonly<Record<string, string>>) {}

  /** Goes to an address, and on to where it leads. `until` stops it earlier, before that address is asked. */
  async open(address: string | URL, until: (url: URL) => boolean = () => false): Promise<Shown> {
    return this.go(new URL(address), { method: 'GET' }, until);
  }

  /** Sends the form of a page with what somebody has entered. */
  async submit(page: Shown, entered: Record<string, string> = {}, headers: Record<string, string> = {}) {
    return this.submitUntil(page, () => false, entered, headers);
  }

  /** As {@link submit}, stopping before an address. */
  async submitUntil(
    page: Shown,
    until: (url: URL) => boolean,
    entered: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Shown> {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.html)?.[1];
    if (action === undefined) throw new Error(`There is no form on ${page.url.href}: ${page.text}`);
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, decodeEntities(value)],
    );
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...entered });
    const init = {
      method: 'POST',
      body,
      headers: { origin: page.url.origin, 'sec-fetch-site': 'same-origin', ...headers },
    };
    return this.go(new URL(decodeEntities(action), page.url), init, until);
  }

  private async go(start: URL, first: RequestInit, until: (url: URL) => boolean): Promise<Shown> {
    let url = start;
    let init = first;
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      this.visited.push(url);
      const place = this.places[url.origin] ?? (url.hostname === '127.0.0.1' ? url.origin : undefined);
      if (place === undefined || until(url)) {
        return { url, status: 0, headers: new Headers(), html: '', text: '' };
      }
      const response = await fetch(place + url.pathname + url.search, {
        ...init,
        redirect: 'manual',
        headers: { ...headersOf(init), ...this.cookiesFor(url) },
      });
      this.keepCookies(url, response.headers);
      const html = await response.text();
      const next = response.headers.get('location') ?? refreshOf(html);
      if (next === undefined) {
        return { url, status: response.status, headers: response.headers, html, text: textOf(html) };
      }
      url = new URL(next, url);
      init = { method: 'GET' };
    }
    throw new Error(`Sent from place to place without end, last to ${url.href}`);
  }

  private cookiesFor({ origin, pathname }: URL): Record<string, string> {
    const cookies = (this.jars.get(origin) ?? []).filter(({ path }) => pathname.startsWith(path));
    return cookies.length > 0
      ? { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
      : {};
  }

  private keepCookies({ origin }: URL, headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /; *path=([^;]*)/i.exec(line)?.[1] ?? '/';
      const others = (this.jars.get(origin) ?? []).filter(
        (cookie) => cookie.name !== name || cookie.path !== path,
      );
      const isGone = value === '' || /; *max-age=0/i.test(line);
      this.jars.set(origin, isGone ? others : [...others, { name, value, path }]);
    }
  }
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}

function refreshOf(html: string): string | undefined {
  const content = /<meta http-equiv="refresh" content="0; url=([^"]*)"/.exec(html)?.[1];
  return content && decodeEntities(content);
}

function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return decodeEntities(body.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
