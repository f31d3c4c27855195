import { csrfToken } from '../../src/console/frame/csrf.guard.js';
import type { ShownPage } from './console.js';
import type { TestHookline } from './hookline.js';

/** A browser of a tenant that has come into the portal. */
export interface PortalVisitor {
  /** Of its session. */
  readonly token: string;
  /** Loads a page. Redirects are not followed. */
  page(path: string): Promise<ShownPage>;
  /** Sends a form as a page of the portal would, with the CSRF token of the session. */
  act(path: string, fields?: Readonly<Record<string, string>>): Promise<ShownPage>;
  /** As {@link act}, and then loads the page that it leads to. */
  actAndFollow(path: string, fields?: Readonly<Record<string, string>>): Promise<ShownPage>;
}

/** Opens a portal link of a tenant. */
export async function visitPortal({ api, url }: TestHookline, tenant: string): Promise<PortalVisitor> {
  const { body } = await api('POST', '/v1/portal-links', { tenant });
  const link = new URL(String(body.url));
  const answer = await fetch(url + link.pathname + link.search, { redirect: 'manual' });
  const [, token = ''] = /^hookline_portal=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '') ?? [];
  const send = async (path: string, init: RequestInit = {}): Promise<ShownPage> => {
    const headers = { Cookie: `hookline_portal=${token}`, Origin: url };
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, location, html: await response.text() };
  };
  const act: PortalVisitor['act'] = (path, fields = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams({ csrf: csrfToken(token), ...fields }) });
  return {
    token,
    page: send,
    act,
    actAndFollow: async (path, fields) => {
      const { status, location, html } = await act(path, fields);
      if (status !== 303 || !location) throw new Error(`POST ${path} answered ${status}: ${html}`);
      return send(location);
    },
  };
}
