import { Alone } from './frame/alone.js';

interface ChangeTenantPageProps {
  /** Whose portal is open in this browser. */
  readonly open: string;
  /** Whose portal the link opens. */
  readonly next: string;
  /** The link's. */
  readonly token: string;
}

/** One button: what another site leads a browser to does not change whose endpoints it is looking after. */
export function ChangeTenantPage({ open, next, token }: ChangeTenantPageProps): JSX.Element {
  return (
    <Alone title="Change to another customer?">
      <form method="post" action="/portal/enter" class="card">
        <input type="hidden" name="token" value={token} />
        <p>
          The webhook endpoints of <code safe>{open}</code> are open in this browser. This link opens those of{' '}
          <code safe>{next}</code> in their place: what you enter then is theirs.
        </p>
        <p>
          Go on only if you asked for this link. <a href="/portal">Stay where you are</a>
        </p>
        <button class="primary" safe>{`Open those of ${next}`}</button>
      </form>
    </Alone>
  );
}
