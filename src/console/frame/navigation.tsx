import { SessionForm } from './parts/forms.js';
import type { ConsoleSession } from './session.js';

interface Place {
  readonly room: string;
  readonly label: string;
  readonly path: string;
}

const PLACES: readonly Place[] = [
  { room: 'overview', label: 'Overview', path: '/console' },
  { room: 'connections', label: 'Connections', path: '/console/connections' },
  { room: 'providers', label: 'Providers', path: '/console/providers' },
  { room: 'webhook-events', label: 'Webhook events', path: '/console/webhook-events' },
  { room: 'endpoints', label: 'Endpoints', path: '/console/endpoints' },
  { room: 'deliveries', label: 'Deliveries', path: '/console/deliveries' },
  { room: 'event-types', label: 'Event catalogue', path: '/console/event-types' },
  { room: 'notifications', label: 'Notifications', path: '/console/notifications' },
  { room: 'requests', label: 'Requests', path: '/console/requests' },
  { room: 'timeline', label: 'Timeline', path: '/console/timeline' },
  { room: 'api-notices', label: 'API notices', path: '/console/api-notices' },
  { room: 'api-keys', label: 'API keys', path: '/console/api-keys' },
  { room: 'audit-log', label: 'Audit log', path: '/console/audit-log' },
];

const ADMINS: Place = { room: 'admins', label: 'Admins', path: '/console/admins' };

interface NavigationProps {
  readonly session: ConsoleSession;
  readonly room: string;
}

/** The ways to the rooms, and who is signed in. On a phone the rooms are one line that is pushed sideways. */
export function Navigation({ session, room }: NavigationProps): JSX.Element {
  const places = session.role === 'admin' ? [...PLACES, ADMINS] : PLACES;
  return (
    <header class="side">
      <a class="brand" href="/console">
        <Mark /> Hookline
      </a>
      <nav aria-label="Rooms">
        <ul>
          {places.map(({ room: own, label, path }) => (
            <li>
              <a href={path} aria-current={own === room ? 'page' : undefined} safe>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="who">
        <a href="/console/account" aria-current={room === 'account' ? 'page' : undefined} safe>
          {session.email}
        </a>
        <span class="soft">{session.role}</span>
        <SessionForm session={session} action="/console/sign-out">
          <button class="quiet">Sign out</button>
        </SessionForm>
      </div>
    </header>
  );
}

/** A hook on a line. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d="M14 2v12a5 5 0 1 1-10 0v-2l3 3" fill="none" stroke="currentColor" stroke-width="2.2" />
      <circle cx="14" cy="3.5" r="1.8" fill="currentColor" />
    </svg>
  );
}
