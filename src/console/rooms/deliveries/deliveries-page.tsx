import type { Delivery } from '../../../contracts/events.js';
import { DeliveryStatus } from '../../../platform/database/generated/enums.js';
import { address } from '../../address.js';
import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Pager } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { FILTER_FIELDS, type DeliveryQuery } from './delivery-query.js';
import { DeliveryRows } from './delivery-rows.js';
import type { EndpointName } from './endpoint-names.js';

const FIELDS: readonly FilterField[] = [
  { name: 'status', label: 'State', options: anyOf(Object.values(DeliveryStatus)) },
  { name: 'type', label: 'Type' },
  { name: 'tenant', label: 'Customer' },
  { name: 'endpoint_id', label: 'Endpoint id' },
  { name: 'event_id', label: 'Event id' },
  { name: 'since', label: 'Published since', hint: 'Such as 2026-11-21T08:30:00Z' },
];

/** A page of deliveries, newest first. */
export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly endpoints: ReadonlyMap<string, EndpointName>;
  readonly next: string | undefined;
}

interface DeliveriesPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<DeliveryQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: DeliveryPage | undefined;
}

/** Events on their way to the customers' endpoints. */
export function DeliveriesPage({ session, query, page }: DeliveriesPageProps): JSX.Element {
  const filter = typedFields(query, FILTER_FIELDS);
  return (
    <ConsolePage session={session} room="deliveries" title="Deliveries">
      <FilterForm label="Deliveries" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          <LatestDeliveries page={page} filter={filter} isFirst={!query.value?.after} />
          <Pager next={page.next} after={query.value?.after} filter={filter} />
        </>
      )}
    </ConsolePage>
  );
}

interface LatestDeliveriesProps {
  readonly page: DeliveryPage;
  readonly filter: Readonly<Record<string, string>>;
  /** Whether it begins with the newest, so that more may come. */
  readonly isFirst: boolean;
}

/** The list alone, which the first page asks for again every few seconds. */
export function LatestDeliveries({ page, filter, isFirst }: LatestDeliveriesProps): JSX.Element {
  const found = <Found page={page} isFiltered={Object.keys(filter).length > 0} />;
  if (!isFirst) return found;
  return (
    <div
      id="latest-deliveries"
      hx-get={address('/console/deliveries/latest', filter)}
      hx-trigger="every 5s"
      hx-swap="outerHTML"
    >
      {found}
    </div>
  );
}

function Found({
  page: { deliveries, endpoints, next },
  isFiltered,
}: {
  page: DeliveryPage;
  isFiltered: boolean;
}): JSX.Element {
  if (deliveries.length > 0) return <DeliveryRows deliveries={deliveries} endpoints={endpoints} />;
  if (next) {
    return (
      <EmptyState title="None found so far">
        <p>So many deliveries lie between those that match that the search paused. Go on with “Older”.</p>
      </EmptyState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState title="No delivery matches">
        <p>
          Loosen the filter, or <a href="/console/deliveries">see all deliveries</a>.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has been delivered yet">
      <p>
        An event that your product publishes, by <code>POST /v1/events</code> or <code>EventsService</code>,
        shows here once for each <a href="/console/endpoints">endpoint</a> that wants it.
      </p>
    </EmptyState>
  );
}
