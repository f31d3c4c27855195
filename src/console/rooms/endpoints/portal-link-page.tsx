import type { Endpoint } from '../../../contracts/events.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, CopyField, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

interface PortalLinkPageProps {
  readonly session: ConsoleSession;
  readonly endpoint: Endpoint;
  readonly link: { readonly url: string; readonly expiresAt: Date };
}

/** A new link to the portal, on the only page that shows it. */
export function PortalLinkPage({ session, endpoint, link }: PortalLinkPageProps): JSX.Element {
  return (
    <ConsolePage session={session} room="endpoints" title={`A portal link for ${endpoint.tenant}`}>
      <Card title="Send this to your customer">
        <p>
          Whoever opens it looks after the endpoints of <strong safe>{endpoint.tenant}</strong>, and sees
          their deliveries. It ends <Time at={link.expiresAt} />, and is shown only now.
        </p>
        <CopyField label="Portal link" value={link.url} />
        <p>
          <a href={`/console/endpoints/${endpoint.id}`}>Back to the endpoint</a>
        </p>
      </Card>
    </ConsolePage>
  );
}
