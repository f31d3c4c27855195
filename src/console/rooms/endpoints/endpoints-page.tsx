import type { Endpoint } from '../../../contracts/events.js';
import type { HealthHour } from '../../../deliveries/records/endpoint-health.js';
import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { BarChart, EmptyState, Notice, Pager, Rows, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { EndpointBadge } from './endpoint-badge.js';
import { barsOf, successRate } from './endpoint-hours.js';
import { FILTER_FIELDS, STATES, type EndpointQuery } from './endpoint-query.js';
import { waitingCount } from './waiting-count.js';

const FIELDS: readonly FilterField[] = [
  { name: 'tenant', label: 'Customer' },
  { name: 'state', label: 'State', options: anyOf(STATES) },
];

/** An endpoint as the list shows it. */
export interface ListedEndpoint {
  readonly endpoint: Endpoint;
  /** The last 24 hours. */
  readonly hours: readonly HealthHour[];
  /** Deliveries that are not done, as far as they were counted. */
  readonly waiting: number;
}

/** A page of endpoints, newest first. */
export interface EndpointPage {
  readonly endpoints: readonly ListedEndpoint[];
  readonly next: string | undefined;
}

interface EndpointsPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<EndpointQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: EndpointPage | undefined;
  /** Whether one has just been deleted. */
  readonly deleted: boolean;
}

/** The customers' addresses that get events. */
export function EndpointsPage({ session, query, page, deleted }: EndpointsPageProps): JSX.Element {
  const filter = typedFields(query, FILTER_FIELDS);
  return (
    <ConsolePage
      session={session}
      room="endpoints"
      title="Endpoints"
      actions={
        session.role === 'admin' ? (
          <a class="button primary" href="/console/endpoints/new">
            Add an endpoint
          </a>
        ) : (
          ''
        )
      }
    >
      {deleted && (
        <Notice kind="good">
          <p>The endpoint is deleted: nothing is sent to it any more.</p>
        </Notice>
      )}
      <FilterForm label="Endpoints" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          <Found page={page} isFiltered={Object.keys(filter).length > 0} />
          <Pager next={page.next} after={query.value?.after} filter={filter} />
        </>
      )}
    </ConsolePage>
  );
}

function Found({
  page: { endpoints },
  isFiltered,
}: {
  page: EndpointPage;
  isFiltered: boolean;
}): JSX.Element {
  if (endpoints.length > 0) {
    return (
      <Rows
        caption="Endpoints, newest first"
        headings={['Address', 'Customer', 'State', 'Gets', 'Success, 24 hours', 'Waiting']}
        rows={endpoints.map(endpointRow)}
      />
    );
  }
  if (isFiltered) {
    return (
      <EmptyState title="No endpoint matches">
        <p>
          Loosen the filter, or <a href="/console/endpoints">see all endpoints</a>.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No customer listens yet">
      <p>
        Press Add an endpoint, or send <code>POST /v1/endpoints</code> with a customer’s URL. What your
        product publishes for the customer is delivered there, signed.
      </p>
    </EmptyState>
  );
}

function endpointRow({ endpoint, hours, waiting }: ListedEndpoint): JSX.Element[] {
  const since = endpoint.enabled ? endpoint.failingSince : endpoint.disabledAt;
  return [
    <a href={`/console/endpoints/${endpoint.id}`} safe>
      {endpoint.url}
    </a>,
    <span safe>{endpoint.tenant}</span>,
    <span>
      <EndpointBadge endpoint={endpoint} /> {since !== null && <Time at={since} />}
    </span>,
    <span safe>{endpoint.eventTypes.join(', ')}</span>,
    <div>
      <span safe>{successRate(hours)}</span>
      <BarChart label="Attempts per hour, over 24 hours" bars={barsOf(hours)} />
    </div>,
    waitingCount(waiting),
  ];
}
