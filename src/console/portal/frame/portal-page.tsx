import type { Children } from '@kitajs/html';
import { PageShell } from '../../frame/page-shell.js';
import { Time } from '../../frame/parts.js';
import type { PortalSession } from './portal-session.js';

const PLACES = [
  { room: 'endpoints', label: 'Endpoints', path: '/portal' },
  { room: 'event-types', label: 'Event types', path: '/portal/event-types' },
] as const;

interface PortalPageProps {
  readonly session: PortalSession;
  /** The room that is marked in the navigation; none on a page of neither. */
  readonly room: (typeof PLACES)[number]['room'] | '';
  readonly title: string;
  /** Buttons beside the title. */
  readonly actions?: Children;
  readonly children?: Children;
}

/** A whole page of the portal. It leads nowhere else: neither to the console nor to anything of another tenant. */
export function PortalPage({ session, room, title, actions, children }: PortalPageProps): JSX.Element {
  return (
    <PageShell title={title}>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <div class="frame">
        <header class="side">
          <a class="brand" href="/portal">
            Webhooks
          </a>
          <nav aria-label="Pages">
            <ul>
              {PLACES.map(({ room: own, label, path }) => (
                <li>
                  <a href={path} aria-current={own === room ? 'page' : undefined}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="who">
            <div class="soft">
              <code safe>{session.tenant}</code>
              <br />
              Closes <Time at={session.expiresAt} />
            </div>
          </div>
        </header>
        <main id="content" tabindex="-1">
          <header class="title">
            <h1 safe>{title}</h1>
            {Boolean(actions) && <div class="actions">{actions}</div>}
          </header>
          {children}
        </main>
      </div>
    </PageShell>
  );
}
