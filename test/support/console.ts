import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { ConsoleSessions } from '../../src/console/sign-in/console-sessions.js';
import type { AdminRole } from '../../src/platform/database/generated/enums.js';
import type { TestHookline } from './hookline.js';

/** A page as a browser gets it. */
export interface ShownPage {
  status: number;
  /** Where it leads, of a redirect. */
  location: string | undefined;
  /** The markup. */
  html: string;
}

/** A browser that is signed in to the console. */
export interface SignedIn {
  email: string;
  /** Loads a page. Redirects are not followed. */
  page(path: string): Promise<ShownPage>;
  /** Sends a form as a page of the console would, with the CSRF token of the session. */
  act(path: string, fields?: Readonly<Record<string, string>>): Promise<ShownPage>;
  /** As {@link act}, and then loads the page that it leads to. */
  actAndFollow(path: string, fields?: Readonly<Record<string, string>>): Promise<ShownPage>;
}

let admins = 0;

/** Signs a new admin (or viewer) in, past the sign-in page, which has tests of its own. */
export async function signIn({ app, url }: TestHookline, role: AdminRole = 'admin'): Promise<SignedIn> {
  admins += 1;
  const email = `${role}-${admins}@example.com`;
  const { id } = await app
    .get(PrismaService, { strict: false })
    .admin.create({ data: { email, role }, select: { id: true } });
  const sessions = app.get(ConsoleSessions, { strict: false });
  const token = await sessions.begin(id, { address: '127.0.0.1', userAgent: 'tests' });
  const session = await sessions.find(token, '127.0.0.1');
  const cookie = { Cookie: `hookline_session=${token}` };
  const send = async (path: string, init: RequestInit = {}): Promise<ShownPage> => {
    const response = await fetch(new URL(path, url), {
      ...init,
      headers: { ...cookie, Origin: url },
      redirect: 'manual',
    });
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, location, html: await response.text() };
  };
  const act: SignedIn['act'] = (path, fields = {}) =>
    send(path, {
      method: 'POST',
      body: new URLSearchParams({ csrf: session?.csrfToken ?? '', ...fields }),
    });
  return {
    email,
    page: send,
    act,
    actAndFollow: async (path, fields) => {
      const { status, location, html } = await act(path, fields);
      if (status !== 303 || !location) throw new Error(`POST ${path} answered ${status}: ${html}`);
      return send(location);
    },
  };
}
