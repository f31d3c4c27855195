import type { ConnectableProvider } from '../providers/connectable-providers.js';
import { ConnectLayout } from './connect-layout.js';

interface ConsentPageProps {
  readonly product: string;
  readonly provider: ConnectableProvider;
  readonly scopes: readonly string[];
  readonly linkToken: string;
  /** The account that is to be connected again, as a person knows it. */
  readonly account: string | undefined;
}

/** What a connect link opens: what is about to be connected, and the button that does it. */
export function ConsentPage(props: ConsentPageProps): JSX.Element {
  const { product, provider, scopes, linkToken, account } = props;
  const { name, title } = provider;
  return (
    <ConnectLayout product={product} title={`Connect ${title}`}>
      <p>
        You are about to connect {account === undefined ? 'your account' : <strong safe>{account}</strong>} of{' '}
        <strong safe>{title}</strong> to <strong safe>{product}</strong>. You sign in there, and see what you
        allow before you agree.
      </p>
      {scopes.length > 0 && (
        <section>
          <h2 safe>{`What ${product} asks for`}</h2>
          <ul class="scopes">
            {scopes.map((scope) => (
              <li>
                <code safe>{scope}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      <form method="post" action={`/connect/${name}`}>
        <input type="hidden" name="link" value={linkToken} />
        <button type="submit" safe>{`Connect ${title}`}</button>
      </form>
      <p class="soft" safe>{`Your password stays with ${title}: ${product} never sees it.`}</p>
    </ConnectLayout>
  );
}
