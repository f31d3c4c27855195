import type { Endpoint } from '../../../contracts/events.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, CopyField, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

interface SecretPageProps {
  readonly session: ConsoleSession;
  readonly endpoint: Endpoint;
  readonly secret: string;
  /** Until when the one before is valid; none for a new endpoint. */
  readonly previousUntil?: Date;
}

/** A new secret, on the only page that shows it. */
export function SecretPage({ session, endpoint, secret, previousUntil }: SecretPageProps): JSX.Element {
  return (
    <ConsolePage
      session={session}
      room="endpoints"
      title={previousUntil ? 'The new signing secret' : 'The endpoint is added'}
    >
      <Card title="Copy the secret now">
        <p>
          Whoever answers at <strong safe>{endpoint.url}</strong> verifies with it that a delivery is yours.
          It is shown only this once.
        </p>
        <CopyField label="Signing secret" value={secret} />
        {previousUntil !== undefined && (
          <p>
            The one before ends <Time at={previousUntil} />; until then, both are valid.
          </p>
        )}
        <p>
          <a href={`/console/endpoints/${endpoint.id}`}>To the endpoint</a>
        </p>
      </Card>
    </ConsolePage>
  );
}
