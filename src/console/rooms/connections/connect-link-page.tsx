import type { CreatedConnectLink } from '../../../connections/links/connect-links.js';
import type { Connection } from '../../../contracts/connections.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, CopyField, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

interface ConnectLinkPageProps {
  readonly session: ConsoleSession;
  readonly connection: Connection;
  readonly created: CreatedConnectLink;
}

/** A new link, on the only page that shows it. */
export function ConnectLinkPage({ session, connection, created }: ConnectLinkPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="connections" title={`A link for ${connection.tenant ?? ''}`}>
      <Card title="Send this to your customer">
        <p>
          Whoever opens it can connect <strong safe>{connection.account.label}</strong> again, once. It is
          shown only now, and ends <Time at={created.link.expiresAt} />.
        </p>
        <CopyField label="Connect link" value={created.url} />
        <p>
          <a href={`/console/connections/${connection.id}`}>Back to the connection</a>
        </p>
      </Card>
    </ConsolePage>
  );
}
