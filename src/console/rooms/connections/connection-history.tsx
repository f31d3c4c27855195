import type { ShownSubscription } from '../../../connections/subscriptions/connection-subscriptions.js';
import type { Connection } from '../../../contracts/connections.js';
import type { AuditEntry, OutboundRequest } from '../../../platform/database/generated/client.js';
import { Card, Rows, StatusBadge, Time } from '../../frame/parts.js';

/** What Hookline holds at the provider for the account. Nothing where it holds nothing. */
export function Subscriptions({
  subscriptions,
}: {
  subscriptions: readonly ShownSubscription[];
}): JSX.Element {
  if (subscriptions.length === 0) return '';
  return (
    <Card title="Subscriptions">
      <Rows
        caption="What is held at the provider for this account"
        headings={['Kind', 'Watches', 'State', 'Ends', 'Renewed', 'Next look', 'Last error']}
        rows={subscriptions.map((subscription) => [
          <span safe>{subscription.kind}</span>,
          <span safe>{subscription.resource}</span>,
          <StatusBadge status={subscription.status} />,
          <Time at={subscription.expiresAt} />,
          <Time at={subscription.renewedAt} />,
          <Time at={subscription.dueAt} />,
          <span safe>{subscription.lastError ?? ''}</span>,
        ])}
      />
    </Card>
  );
}

interface LastCallsProps {
  readonly connection: Connection;
  readonly requests: readonly OutboundRequest[];
}

/** The last calls for the account: all that failed, and some of those that went well. */
export function LastCalls({ connection, requests }: LastCallsProps): JSX.Element {
  const { id, provider } = connection;
  return (
    <Card
      title="Last calls"
      actions={
        <a href={`/console/requests?${new URLSearchParams({ provider, connection_id: id }).toString()}`}>
          All in Requests
        </a>
      }
    >
      {requests.length === 0 ? (
        <p class="soft">None in the last week. A call names this connection by its id, or its customer.</p>
      ) : (
        <Rows
          caption="Last calls for this account"
          headings={['When', 'Operation', 'Answer', 'Took']}
          rows={requests.map((request) => [
            <Time at={request.startedAt} />,
            <code safe>{request.operation}</code>,
            <>
              <StatusBadge status={request.failed ? 'failed' : 'succeeded'} />{' '}
              <span safe>{request.error ?? String(request.statusCode ?? '')}</span>
            </>,
            <span safe>{`${request.durationMs} ms`}</span>,
          ])}
        />
      )}
    </Card>
  );
}

/** Who did what with the connection. */
export function AuditEntries({ entries }: { entries: readonly AuditEntry[] }): JSX.Element {
  if (entries.length === 0) return '';
  return (
    <Card title="History">
      <Rows
        caption="Who did what with this connection"
        headings={['When', 'Who', 'What']}
        rows={entries.map((entry) => [
          <Time at={entry.at} />,
          <span safe>{entry.actor}</span>,
          <code safe>{entry.action}</code>,
        ])}
      />
    </Card>
  );
}
