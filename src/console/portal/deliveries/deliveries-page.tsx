import type { Delivery, Endpoint } from '../../../contracts/events.js';
import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { EmptyState, Pager } from '../../frame/parts.js';
import { PortalPage } from '../frame/portal-page.js';
import type { PortalSession } from '../frame/portal-session.js';
import { DELIVERY_STATES, type DeliveriesQuery } from './deliveries-query.js';
import { DeliveryRows } from './delivery-rows.js';

const FIELDS: readonly FilterField[] = [
  { name: 'status', label: 'State', options: anyOf(DELIVERY_STATES) },
  { name: 'type', label: 'Event type', hint: 'order.paid' },
];

interface DeliveriesPageProps {
  readonly session: PortalSession;
  readonly endpoint: Endpoint;
  readonly query: FilterQuery<DeliveriesQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: { readonly deliveries: readonly Delivery[]; readonly next: string | undefined } | undefined;
}

/** What was sent to one endpoint, newest first. */
export function DeliveriesPage({ session, endpoint, query, page }: DeliveriesPageProps): JSX.Element {
  const after = query.value?.after;
  return (
    <PortalPage session={session} room="endpoints" title="Deliveries">
      <p>
        To{' '}
        <a href={`/portal/endpoints/${endpoint.id}`} class="mono" safe>
          {endpoint.url}
        </a>
      </p>
      <FilterForm label="Deliveries" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          {page.deliveries.length > 0 ? (
            <DeliveryRows deliveries={page.deliveries} />
          ) : (
            <Nothing goesOn={page.next !== undefined} />
          )}
          <Pager next={page.next} after={after} filter={typedFields(query, ['status', 'type'])} />
        </>
      )}
    </PortalPage>
  );
}

/** @param goesOn whether only a part was looked at, so that there may be some further back */
function Nothing({ goesOn }: { goesOn: boolean }): JSX.Element {
  return (
    <EmptyState title={goesOn ? 'None among the latest' : 'No deliveries'}>
      <p>
        {goesOn
          ? 'There may be some further back: press Older.'
          : 'They appear here as soon as something happens that the endpoint is to hear of.'}
      </p>
    </EmptyState>
  );
}
