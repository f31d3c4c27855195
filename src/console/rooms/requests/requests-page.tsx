import { address } from '../../address.js';
import { FilterForm, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Pager, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { OutboundRequest } from '../../../platform/database/generated/client.js';
import { FILTER_FIELDS, type RequestQuery } from './request-query.js';

const FIELDS: readonly FilterField[] = [
  { name: 'provider', label: 'Provider' },
  {
    name: 'failed',
    label: 'Result',
    options: [
      ['', 'any'],
      ['true', 'failed'],
      ['false', 'succeeded'],
    ],
  },
  { name: 'operation', label: 'Operation' },
  { name: 'connection_id', label: 'Connection' },
  { name: 'request_id', label: 'Request id' },
  { name: 'since', label: 'Ended after', hint: 'Such as 2026-11-21T08:30:00Z' },
  { name: 'until', label: 'Ended before', hint: 'Such as 2026-11-21T08:30:00Z' },
];

/** A page of calls, newest first. */
export interface RequestPage {
  readonly requests: readonly OutboundRequest[];
  readonly next: string | undefined;
}

interface RequestsPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<RequestQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: RequestPage | undefined;
  /** Circuits that hold calls back, or are held, by how many there are. */
  readonly troubled: number;
  readonly publicUrl: string;
}

/** What went out to providers: the request log. */
export function RequestsPage({ session, query, page, troubled, publicUrl }: RequestsPageProps): JSX.Element {
  const filter = typedFields(query, FILTER_FIELDS);
  return (
    <ConsolePage
      session={session}
      room="requests"
      title="Requests"
      actions={
        <a class="button" href="/console/requests/circuits">
          {troubled ? `Circuits (${troubled} not at rest)` : 'Circuits'}
        </a>
      }
    >
      <FilterForm label="Requests" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          <RequestRows page={page} filter={filter} isFirst={!query.value?.after} publicUrl={publicUrl} />
          <Pager next={page.next} after={query.value?.after} filter={filter} />
        </>
      )}
    </ConsolePage>
  );
}

interface RequestRowsProps {
  readonly page: RequestPage;
  readonly filter: Readonly<Record<string, string>>;
  /** Whether it begins with the newest, so that more may come. */
  readonly isFirst: boolean;
  readonly publicUrl: string;
}

/** The list alone, which the first page asks for again every few seconds. */
export function RequestRows({ page, filter, isFirst, publicUrl }: RequestRowsProps): JSX.Element {
  const isFiltered = Object.keys(filter).length > 0;
  if (!isFirst) return <Found page={page} isFiltered={isFiltered} publicUrl={publicUrl} />;
  return (
    <div
      id="latest-requests"
      hx-get={address('/console/requests/latest', filter)}
      hx-trigger="every 5s"
      hx-swap="outerHTML"
    >
      <Found page={page} isFiltered={isFiltered} publicUrl={publicUrl} />
    </div>
  );
}

interface FoundProps {
  readonly page: RequestPage;
  readonly isFiltered: boolean;
  readonly publicUrl: string;
}

function Found({ page: { requests }, isFiltered, publicUrl }: FoundProps): JSX.Element {
  if (requests.length) {
    const headings = ['Started', 'Operation', 'Provider', 'Result', 'Took', 'Attempts', 'Error'];
    return <Rows caption="Requests to providers" headings={headings} rows={requests.map(requestRow)} />;
  }
  if (isFiltered) {
    return (
      <EmptyState title="No request matches">
        <p>
          Loosen the filter, or <a href="/console/requests">see all requests</a>. The log keeps every failure,
          and a sample of the successes (<code>REQUEST_LOG_SAMPLE</code>), for a week.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No provider has been called yet">
      <p>
        Whatever Hookline asks a provider shows here. With an API key (see{' '}
        <a href="/console/api-keys">API keys</a>) and the sandbox, this makes a call:
      </p>
      <pre safe>{`curl -s ${publicUrl}/v1/payments \\
  -H "Authorization: Bearer $KEY" -H "Idempotency-Key: order-1" \\
  -H "Content-Type: application/json" \\
  -d '{"amount": 1999, "currency": "EUR", "payment_method": "pm_card_visa"}'`}</pre>
    </EmptyState>
  );
}

function requestRow(request: OutboundRequest): JSX.Element[] {
  return [
    <Time at={request.startedAt} />,
    <a href={`/console/requests/${request.id}`} safe>
      {request.operation}
    </a>,
    <span safe>{request.provider}</span>,
    <Result request={request} />,
    `${request.durationMs} ms`,
    String(request.attempts),
    <span safe>{request.error ?? ''}</span>,
  ];
}

/** Hookline's word for a failure, or the status that the provider answered with. */
export function Result({ request }: { request: OutboundRequest }): JSX.Element {
  const word = request.errorCode ?? String(request.statusCode ?? 'none');
  return <StatusBadge status={word} tone={request.failed ? 'bad' : 'good'} />;
}
