import { Field, Notice } from '../frame/parts.js';
import { PlainPage } from '../frame/plain-page.js';

/** What the page offers. */
export interface SignInWays {
  readonly passwords: boolean;
  /** What the issuer is called at which one may sign in. */
  readonly issuerName: string | undefined;
}

interface SignInPageProps extends SignInWays {
  /** Where to go on to, a path of the console. */
  readonly next: string;
  /** What was typed, when the page is shown again. */
  readonly email?: string;
  readonly problem?: string;
}

/** Sign in at the issuer, or by e-mail address and password. */
export function SignInPage({
  next,
  email = '',
  problem,
  passwords,
  issuerName,
}: SignInPageProps): JSX.Element {
  return (
    <PlainPage title="Sign in">
      <Problem text={problem} />
      {issuerName !== undefined && <IssuerLink name={issuerName} next={next} />}
      {passwords && <PasswordForm next={next} email={email} />}
      <p class="soft">
        {passwords ? 'No password, or forgotten?' : 'No way in?'} Ask another admin for a sign-in link, or
        make one on the machine: <code>npx hookline admins link you@example.com</code>
      </p>
    </PlainPage>
  );
}

/** A link: browsers hold to our own addresses what a form leads to, and this leads to the issuer. */
function IssuerLink({ name, next }: { name: string; next: string }): JSX.Element {
  const address = `/console/sign-in/oidc?${new URLSearchParams({ next }).toString()}`;
  return (
    <p>
      <a class="button primary" href={address} safe>{`Sign in with ${name}`}</a>
    </p>
  );
}

function PasswordForm({ next, email }: { next: string; email: string }): JSX.Element {
  return (
    <form method="post" action="/console/sign-in" class="card">
      <input type="hidden" name="next" value={next} />
      <Field
        name="email"
        label="E-mail address"
        type="email"
        value={email}
        autocomplete="username"
        required
      />
      <Field name="password" label="Password" type="password" autocomplete="current-password" required />
      <button class="primary">Sign in</button>
    </form>
  );
}

/** One button: what only looks at a link, such as a mail scanner, does not use it up. */
export function LinkPage({ token }: { token: string }): JSX.Element {
  return (
    <PlainPage title="Sign in">
      <form method="post" action="/console/sign-in/link" class="card">
        <input type="hidden" name="token" value={token} />
        <p>This link signs you in once, in this browser.</p>
        <button class="primary">Sign in</button>
      </form>
    </PlainPage>
  );
}

/** A link that does not work any more. */
export function LinkProblemPage({ problem }: { problem: string }): JSX.Element {
  return (
    <PlainPage title="Sign in">
      <Problem text={problem} />
      <p>
        In development, the link is printed anew at every start. Otherwise ask an admin for another one, or{' '}
        <a href="/console/sign-in">go to the sign-in page</a>.
      </p>
    </PlainPage>
  );
}

function Problem({ text }: { text: string | undefined }): JSX.Element {
  if (!text) return '';
  return (
    <Notice kind="bad">
      <p safe>{text}</p>
    </Notice>
  );
}
