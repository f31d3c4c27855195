import { ConsolePage } from '../frame/console-page.js';
import { Card, Field, Notice, Rows, SessionForm, Time } from '../frame/parts.js';
import type { ConsoleSession } from '../frame/session.js';
import type { ListedSession } from './console-sessions.js';
import type { PasswordErrors } from './own-password.js';

interface AccountPageProps {
  readonly session: ConsoleSession;
  readonly sessions: readonly ListedSession[];
  /** The present password is to be typed, too. */
  readonly asksPassword: boolean;
  /** One may sign in by password. */
  readonly passwords: boolean;
  readonly done?: AccountDone | undefined;
  readonly errors?: PasswordErrors;
}

/** What was done, as an address says it. */
export const ACCOUNT_DONE = ['password', 'session', 'others'] as const;
export type AccountDone = (typeof ACCOUNT_DONE)[number];

const DONE: Record<AccountDone, string> = {
  password: 'Your password is changed, and your other sessions are ended.',
  session: 'The session is ended.',
  others: 'All your other sessions are ended.',
};

/** One's own account: where one is signed in, and the password. */
export function AccountPage({
  session,
  sessions,
  passwords,
  done,
  ...password
}: AccountPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="account" title="Your account">
      {done && (
        <Notice kind="good">
          <p safe>{DONE[done]}</p>
        </Notice>
      )}
      <p safe>{`Signed in as ${session.email}, in the role ${session.role}.`}</p>
      <Card title="Your sessions">
        <Rows
          caption="Browsers in which you are signed in"
          headings={['Browser', 'Address', 'Signed in', 'Last seen', 'Actions']}
          rows={sessions.map((listed) => [
            <Agent listed={listed} />,
            <code class="whole" safe>
              {listed.address}
            </code>,
            <Time at={listed.createdAt} />,
            <Time at={listed.lastSeenAt} />,
            <End session={session} listed={listed} />,
          ])}
        />
        {sessions.length > 1 && (
          <SessionForm session={session} action="/console/account/sessions/end-others">
            <button>Sign out everywhere else</button>
          </SessionForm>
        )}
      </Card>
      {passwords && <PasswordCard session={session} {...password} />}
    </ConsolePage>
  );
}

function Agent({ listed }: { listed: ListedSession }): JSX.Element {
  return <span safe>{listed.userAgent || 'unknown'}</span>;
}

function End({ session, listed }: { session: ConsoleSession; listed: ListedSession }): JSX.Element {
  if (listed.id === session.id) return <span class="soft whole">this one</span>;
  return (
    <SessionForm session={session} action={`/console/account/sessions/${listed.id}/end`}>
      <button class="danger">End</button>
    </SessionForm>
  );
}

function PasswordCard({
  session,
  asksPassword,
  errors = {},
}: Pick<AccountPageProps, 'session' | 'asksPassword' | 'errors'>): JSX.Element {
  return (
    <Card title="Password">
      <SessionForm session={session} action="/console/account/password">
        <input type="text" name="username" value={session.email} autocomplete="username" readonly hidden />
        {asksPassword && (
          <Field
            name="current"
            label="Present password"
            type="password"
            autocomplete="current-password"
            error={errors.current}
            required
          />
        )}
        <Field
          name="password"
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 12 characters. It ends your other sessions."
          error={errors.password}
          required
        />
        <button class="primary">Change password</button>
      </SessionForm>
    </Card>
  );
}
