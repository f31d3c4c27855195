import type { ConnectionHealth } from '../../../connections/health/connection-health.js';
import type { ConnectableProvider } from '../../../connections/providers/connectable-providers.js';
import type { Connection } from '../../../contracts/connections.js';
import { ConnectionStatus } from '../../../platform/database/generated/enums.js';
import { FilterForm, anyOf } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Pager, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ListQuery } from './connections.schemas.js';

interface ConnectionsPageProps {
  readonly session: ConsoleSession;
  readonly providers: readonly ConnectableProvider[];
  readonly query: FilterQuery<ListQuery>;
  /** `undefined` while the filter is wrong. */
  readonly connections?: readonly (readonly [connection: Connection, health: ConnectionHealth])[];
  readonly next?: string | undefined;
}

const FILTER_FIELDS = ['provider', 'status', 'tenant'];

/** The connected accounts, newest first. */
export function ConnectionsPage({
  session,
  providers,
  query,
  connections,
  next,
}: ConnectionsPageProps): JSX.Element {
  const filter = typedFields(query, FILTER_FIELDS);
  const after = query.value?.after;
  const titles = new Map(providers.map(({ name, title }) => [name, title]));
  const connect =
    session.role === 'admin' ? (
      <a class="button primary" href="/console/connections/new">
        Connect an account
      </a>
    ) : (
      ''
    );
  return (
    <ConsolePage session={session} room="connections" title="Connections" actions={connect}>
      <FilterForm
        label="Connections"
        query={query}
        fields={[
          {
            name: 'provider',
            label: 'Provider',
            options: [['', 'any'], ...providers.map(({ name, title }) => [name, title] as const)],
          },
          { name: 'status', label: 'State', options: anyOf(Object.values(ConnectionStatus)) },
          { name: 'tenant', label: 'Customer' },
        ]}
      />
      {connections?.length === 0 && (
        <Nothing isFiltered={Object.keys(filter).length > 0 || after !== undefined} />
      )}
      {connections !== undefined && connections.length > 0 && (
        <Rows
          caption="Connected accounts"
          headings={['Account', 'Provider', 'Customer', 'Health', 'Last used', 'Ends']}
          rows={connections.map(([connection, health]) => [
            <a href={`/console/connections/${connection.id}`} safe>
              {connection.account.label}
            </a>,
            <span safe>{titles.get(connection.provider) ?? connection.provider}</span>,
            connection.tenant ? <span safe>{connection.tenant}</span> : <span class="soft">ours</span>,
            <StatusBadge status={health.state} />,
            <Time at={connection.lastUsedAt} />,
            <Time at={connection.expiresAt} />,
          ])}
        />
      )}
      <Pager next={next} after={after} filter={filter} />
    </ConsolePage>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }): JSX.Element {
  if (isFiltered) {
    return (
      <EmptyState title="No connection fits">
        <p>
          <a href="/console/connections">Show all connections</a>
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No account is connected yet">
      <p>
        Press Connect an account, sign in at the provider, and you are back here with the account connected.
        For your customers, make a link by <code>POST /v1/connect-links</code>.
      </p>
    </EmptyState>
  );
}
