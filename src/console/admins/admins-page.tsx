import type { ListedAdmin } from '../../platform/admins/admins.service.js';
import { ConsolePage } from '../frame/console-page.js';
import { ActionForm, Card, CopyField, Field, Notice, Rows, StatusBadge, Time } from '../frame/parts.js';
import type { ConsoleSession } from '../frame/session.js';
import type { AdminsDone } from './admins.schemas.js';

interface AdminsPageProps {
  readonly session: ConsoleSession;
  readonly admins: readonly ListedAdmin[];
  readonly done?: AdminsDone | undefined;
  /** A sign-in link that was just made, and for whom. */
  readonly link?: { readonly email: string; readonly url: string };
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: Readonly<Record<string, string>>;
}

const DONE: Record<AdminsDone, string> = {
  role: 'The role is changed.',
  disabled: 'They are signed out everywhere, and cannot sign in any more.',
  enabled: 'They may sign in again.',
  unlinked: 'They are signed out. Whoever the issuer next signs in with this e-mail address is them.',
};

const ROLES = [
  ['admin', 'Admin: may change things'],
  ['viewer', 'Viewer: sees everything, changes nothing'],
] as const;

/** The people of the console. */
export function AdminsPage({
  session,
  admins,
  done,
  link,
  typed = {},
  errors = {},
}: AdminsPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="admins" title="Admins">
      {done && (
        <Notice kind="good">
          <p safe>{DONE[done]}</p>
        </Notice>
      )}
      {link ? <NewLink {...link} /> : ''}
      <Rows
        caption="Who may sign in to the console"
        headings={['E-mail address', 'Role', 'State', 'Last sign-in', 'Added', 'Actions']}
        rows={admins.map((admin) => [
          <span safe>{admin.email}</span>,
          <span>{admin.role}</span>,
          <StatusBadge status={admin.disabledAt ? 'disabled' : 'active'} />,
          <Time at={admin.lastSignInAt} />,
          <Time at={admin.createdAt} />,
          <AdminActions session={session} admin={admin} />,
        ])}
      />
      <Card title="Add somebody">
        <ActionForm session={session} action="/console/admins">
          <Field
            name="email"
            label="E-mail address"
            type="email"
            value={typed.email ?? ''}
            error={errors.email}
            required
          />
          <Field
            name="role"
            label="Role"
            value={typed.role ?? 'viewer'}
            options={ROLES}
            error={errors.role}
            required
          />
          <button class="primary">Add, and make a sign-in link</button>
        </ActionForm>
      </Card>
    </ConsolePage>
  );
}

function NewLink({ email, url }: { email: string; url: string }): JSX.Element {
  return (
    <Notice kind="good">
      <p
        safe
      >{`Hand this link to ${email}. It is shown this once, signs in once, and is over in 15 minutes.`}</p>
      <CopyField label="Sign-in link" value={url} />
      <p>Once signed in, they set a password under their e-mail address in the navigation.</p>
    </Notice>
  );
}

function AdminActions({ session, admin }: { session: ConsoleSession; admin: ListedAdmin }): JSX.Element {
  const at = `/console/admins/${admin.id}`;
  if (admin.disabledAt) {
    return (
      <ActionForm session={session} action={`${at}/enable`}>
        <button>Enable</button>
      </ActionForm>
    );
  }
  const other = admin.role === 'admin' ? 'viewer' : 'admin';
  return (
    <div class="actions">
      <ActionForm session={session} action={`${at}/link`}>
        <button>Sign-in link</button>
      </ActionForm>
      <ActionForm session={session} action={`${at}/role`}>
        <input type="hidden" name="role" value={other} />
        <button safe>{`Make ${other}`}</button>
      </ActionForm>
      {admin.oidcIssuer !== null && (
        <ActionForm
          session={session}
          action={`${at}/unlink`}
          label="Unlink…"
          confirm={`${admin.oidcIssuer} has vouched for one person with the address ${admin.email}. Unlink when that address belongs to somebody else there now.`}
        >
          <button>Unlink</button>
        </ActionForm>
      )}
      <ActionForm
        session={session}
        action={`${at}/disable`}
        label="Disable…"
        confirm={`${admin.email} is signed out everywhere, and cannot sign in until enabled again.`}
      >
        <button class="danger">Disable</button>
      </ActionForm>
    </div>
  );
}
