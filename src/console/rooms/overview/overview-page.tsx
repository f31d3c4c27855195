import type { ConnectionCount } from '../../../connections/accounts/connection-counts.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, EmptyState, Facts, StatusBadge } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { NeedyConnection } from './attention.js';
import { FailureCounts } from './failure-counts.js';
import { NeedyEndpointList } from './needy-endpoint-list.js';
import type { NeedyEndpoint } from './needy-endpoints.js';
import { ProviderRows } from './provider-rows.js';
import type { ProviderState } from './provider-states.js';
import type { ProviderFailures } from './request-failures.js';
import { ThroughputChart } from './throughput-chart.js';
import type { Throughput } from './webhook-throughput.js';

interface OverviewPageProps {
  readonly session: ConsoleSession;
  /** The beginning of the last day. */
  readonly since: Date;
  readonly counts: readonly ConnectionCount[];
  readonly attention: readonly NeedyConnection[];
  readonly endpoints: readonly NeedyEndpoint[];
  readonly failures: readonly ProviderFailures[];
  readonly throughput: Throughput;
  readonly providers: readonly ProviderState[];
  /** What waits, by queue. */
  readonly queues: Readonly<Record<string, number>>;
}

/** What is connected, what failed within the last day, what comes in, how providers stand. */
export function OverviewPage(props: OverviewPageProps): JSX.Element {
  const { session, since, counts, attention, endpoints, failures, throughput, providers, queues } = props;
  return (
    <ConsolePage session={session} room="overview" title="Overview">
      <div class="cards">
        <Card title="Connections" actions={<a href="/console/connections">All</a>}>
          <ConnectionCounts counts={counts} />
          <NeedsAttention attention={attention} />
        </Card>
        <Card title="Endpoints" actions={<a href="/console/endpoints">All</a>}>
          <NeedyEndpointList endpoints={endpoints} />
        </Card>
        <Card title="Failed within the last day">
          <FailureCounts since={since} failures={failures} throughput={throughput} />
        </Card>
      </div>
      <Card title="Webhooks" actions={<a href="/console/webhook-events">All</a>}>
        <ThroughputChart throughput={throughput} />
      </Card>
      <Card title="Providers" actions={<a href="/console/providers">Set up</a>}>
        <ProviderRows providers={providers} failures={failures} since={since} />
      </Card>
      <Card title="Queues" actions={<a href="/health">Health</a>}>
        <Queues queues={queues} />
      </Card>
    </ConsolePage>
  );
}

const STATUSES = ['needs_reauth', 'revoked', 'connected', 'disconnected'] as const;

function ConnectionCounts({ counts }: { counts: readonly ConnectionCount[] }): JSX.Element {
  if (!counts.length) {
    return (
      <EmptyState title="Nothing is connected yet">
        <p>
          Choose a provider and sign in there: <a href="/console/connections/new">Connect an account</a>.
        </p>
      </EmptyState>
    );
  }
  const of = (status: string) =>
    counts.filter((row) => row.status === status).reduce((sum, { count }) => sum + count, 0);
  return (
    <Facts
      rows={STATUSES.filter((status) => of(status) > 0).map((status) => [
        status.replaceAll('_', ' '),
        <a href={`/console/connections?status=${status}`} safe>
          {String(of(status))}
        </a>,
      ])}
    />
  );
}

/** Those that nobody but a person can mend come first. */
function NeedsAttention({ attention }: { attention: readonly NeedyConnection[] }): JSX.Element {
  if (!attention.length) return '';
  return (
    <>
      <h3>Need attention</h3>
      <ul>
        {attention.map(({ id, status, provider, label, failures, lastError }) => (
          <li>
            {status === 'connected' ? (
              <StatusBadge status={`${failures} failed refreshes`} tone="warn" />
            ) : (
              <StatusBadge status={status} />
            )}{' '}
            <a href={`/console/connections/${id}`} safe>
              {`${provider}: ${label}`}
            </a>
            {status === 'connected' && lastError !== null && (
              <span class="soft" safe>
                {` ${lastError}`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Queues({ queues }: { queues: Readonly<Record<string, number>> }): JSX.Element {
  const waiting = Object.entries(queues).filter(([, count]) => count > 0);
  if (!waiting.length) return <p class="soft">Nothing waits: all background work is done.</p>;
  return <Facts rows={waiting.map(([name, count]) => [name, `${count} waiting`])} />;
}
