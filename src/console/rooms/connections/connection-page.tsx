import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, CopyField, Notice, StatusBadge } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ConnectionDetail } from './connection-details.js';
import { ConnectionFacts, ScopeFacts } from './connection-facts.js';
import { AuditEntries, LastCalls, Subscriptions } from './connection-history.js';
import type { Done } from './connections.schemas.js';

interface ConnectionPageProps {
  readonly session: ConsoleSession;
  readonly detail: ConnectionDetail;
  readonly done?: Done;
  /** Why what was asked for could not be done. */
  readonly problem?: string;
}

const DONE: Record<Done, string> = {
  connected: 'The account is connected.',
  refreshed: 'It has a new token.',
  disconnected: 'The account is disconnected, and the provider has ended its access.',
  disconnected_here:
    'The account is disconnected here. The provider has not confirmed that it ended its access: look there.',
};

/** One connection: how it does, what it may do, and what was done with it. */
export function ConnectionPage({ session, detail, done, problem }: ConnectionPageProps): JSX.Element {
  const { connection, health, webhookUrl } = detail;
  return (
    <ConsolePage session={session} room="connections" title={connection.account.label}>
      {done !== undefined && (
        <Notice kind="good">
          <p safe>{DONE[done]}</p>
        </Notice>
      )}
      {problem !== undefined && (
        <Notice kind="bad">
          <p safe>{problem}</p>
        </Notice>
      )}
      <Card title="Health">
        <p>
          <StatusBadge status={health.state} /> <span safe>{health.message}</span>
        </p>
        <Actions session={session} detail={detail} />
      </Card>
      <Card title="Account">
        <ConnectionFacts detail={detail} />
        <CopyField label="Connection id" value={connection.id} />
        <CopyField label="Webhook address of this account" value={webhookUrl} />
      </Card>
      {connection.kind === 'oauth2' && (
        <ScopeFacts session={session} connection={connection} health={health} />
      )}
      <Subscriptions subscriptions={detail.subscriptions} />
      <LastCalls connection={connection} requests={detail.requests} />
      <AuditEntries entries={detail.audit} />
    </ConsolePage>
  );
}

function Actions({ session, detail: { connection, provider } }: ConnectionPageProps): JSX.Element {
  if (session.role !== 'admin') return '';
  const page = `/console/connections/${connection.id}`;
  const isOpen = connection.status !== 'disconnected';
  return (
    <div class="actions">
      {provider !== undefined && (
        <a
          class="button"
          href={`/console/connections/new?${new URLSearchParams({ connection_id: connection.id }).toString()}`}
        >
          Reconnect
        </a>
      )}
      {connection.status === 'connected' && connection.refreshAt !== undefined && (
        <ActionForm session={session} action={`${page}/refresh`}>
          <button>Refresh now</button>
        </ActionForm>
      )}
      {provider !== undefined && connection.tenant !== undefined && (
        <ActionForm session={session} action={`${page}/connect-link`}>
          <button>Make a connect link for this customer</button>
        </ActionForm>
      )}
      {isOpen && (
        <ActionForm
          session={session}
          action={`${page}/disconnect`}
          label="Disconnect…"
          confirm={`Calls for ${connection.account.label} fail from then on. Its credential is deleted, and its access ended at the provider.`}
        >
          <button class="danger">Disconnect</button>
        </ActionForm>
      )}
    </div>
  );
}
