import type { ConnectableProvider } from '../../../connections/providers/connectable-providers.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, EmptyState } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

interface ProviderChoiceProps {
  readonly session: ConsoleSession;
  readonly providers: readonly ConnectableProvider[];
}

/** The first step of connecting an account: where it is. */
export function ProviderChoice({ session, providers }: ProviderChoiceProps): JSX.Element {
  return (
    <ConsolePage session={session} room="connections" title="Connect an account">
      {providers.length === 0 && (
        <EmptyState title="No provider can be connected">
          <p>
            Declare an app of your own in <code>OAUTH_APPS</code>, or add a provider's room to the code.
          </p>
        </EmptyState>
      )}
      <div class="cards">
        {providers.map((provider) => (
          <Choice provider={provider} />
        ))}
      </div>
    </ConsolePage>
  );
}

function Choice({ provider: { name, title, oauth, form } }: { provider: ConnectableProvider }): JSX.Element {
  const isReady = oauth?.client !== undefined || form !== undefined;
  return (
    <Card
      title={title}
      actions={
        isReady ? (
          <a
            class="button primary"
            href={`/console/connections/new?${new URLSearchParams({ provider: name }).toString()}`}
            aria-label={`Connect ${title}`}
          >
            Connect
          </a>
        ) : (
          ''
        )
      }
    >
      {oauth?.client !== undefined && <p safe>{`Somebody signs in at ${title} and agrees.`}</p>}
      {form !== undefined && <p safe>{`Enter: ${form.fields.map(({ label }) => label).join(', ')}.`}</p>}
      {oauth !== undefined && !oauth.client && (
        <p>
          Signing in needs {/* each of them */}
          {oauth.variables.map((variable, index) => (
            <>
              {index > 0 && ' and '}
              <code safe>{variable}</code>
            </>
          ))}
          . <a href="/console/providers">See Providers</a>
        </p>
      )}
    </Card>
  );
}
