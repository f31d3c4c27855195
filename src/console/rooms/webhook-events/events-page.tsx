import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, EmptyState, Notice, Pager, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { WebhookEventStatus } from '../../../platform/database/generated/enums.js';
import type { EventWithRuns, WebhookEventPage } from '../../../webhooks/events/webhook-events.js';
import { FILTER_FIELDS, REPLAYABLE, type EventQuery, type ReplayNotice } from './event-query.js';

const FIELDS: readonly FilterField[] = [
  { name: 'provider', label: 'Provider' },
  { name: 'type', label: 'Type' },
  { name: 'status', label: 'Status', options: anyOf(Object.values(WebhookEventStatus)) },
  { name: 'connection_id', label: 'Connection' },
  { name: 'id', label: 'Id, ours or theirs', hint: 'Whole, or its first four characters or more' },
  { name: 'received_after', label: 'Received after', hint: 'Such as 2026-11-21T08:30:00Z' },
  { name: 'received_before', label: 'Received before', hint: 'Such as 2026-11-21T08:30:00Z' },
];

interface EventsPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<EventQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: WebhookEventPage | undefined;
  /** What became of a replay of many that has just been asked for. */
  readonly notice: ReplayNotice | undefined;
  /** Where a provider sends its webhooks: `https://hooks.example.com/webhooks/`. */
  readonly webhookUrl: string;
}

/** The webhook events that came in, newest first. */
export function EventsPage({ session, query, page, notice, webhookUrl }: EventsPageProps): JSX.Element {
  const filter = typedFields(query, FILTER_FIELDS);
  return (
    <ConsolePage
      session={session}
      room="webhook-events"
      title="Webhook events"
      actions={
        <>
          <a class="button" href="/console/webhook-events/sources">
            Sources
          </a>
          <a class="button" href="/console/webhook-events/rejections">
            Rejected requests
          </a>
        </>
      }
    >
      {notice !== undefined && <ReplayedNotice session={session} notice={notice} filter={filter} />}
      <FilterForm label="Webhook events" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          <ReplayAll session={session} filter={filter} page={page} />
          <Found page={page} isFiltered={Object.keys(filter).length > 0} webhookUrl={webhookUrl} />
          <Pager next={page.next} after={query.value?.after} filter={filter} />
        </>
      )}
    </ConsolePage>
  );
}

interface FoundProps {
  readonly page: WebhookEventPage;
  readonly isFiltered: boolean;
  readonly webhookUrl: string;
}

function Found({ page: { events, next }, isFiltered, webhookUrl }: FoundProps): JSX.Element {
  if (events.length) {
    const headings = ['Received', 'Type', 'Provider', 'Status', 'Connection', 'Last error'];
    return <Rows caption="Webhook events" headings={headings} rows={events.map(eventRow)} />;
  }
  if (next) {
    return (
      <EmptyState title="None found so far">
        <p>So many events lie between those that match that the search paused. Go on with “Older”.</p>
      </EmptyState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState title="No event matches">
        <p>
          Loosen the filter, or <a href="?">see all events</a>. A request whose signature was wrong is no
          event: look at the <a href="/console/webhook-events/rejections">rejected requests</a>.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No webhook has arrived yet">
      <p>
        Enter this address at a provider, with its name at the end, and set the secret that it shows you, such
        as <code>STRIPE_WEBHOOK_SECRETS</code>:
      </p>
      <p>
        <code safe>{`${webhookUrl}stripe`}</code>
      </p>
      <p>
        With the sandbox running, a payment makes one: send the curl line that <code>npm start</code> printed.
      </p>
    </EmptyState>
  );
}

function eventRow(event: EventWithRuns): JSX.Element[] {
  const troubled = event.handlerRuns.find(({ status }) => status === 'dead' || status === 'failed');
  return [
    <Time at={event.receivedAt} />,
    <a href={`/console/webhook-events/${event.id}`} safe>
      {event.type}
    </a>,
    <span safe>{event.provider}</span>,
    <StatusBadge status={event.status} />,
    <span safe>{event.connectionId}</span>,
    <span safe>{firstLine(troubled?.lastError)}</span>,
  ];
}

/** Of an error with its stack, what it says. */
function firstLine(error: string | null | undefined): string {
  const [line = ''] = (error ?? '').split('\n');
  return line.length > 120 ? `${line.slice(0, 120).toWellFormed()}…` : line;
}

interface ReplayAllProps {
  readonly session: ConsoleSession;
  readonly filter: Readonly<Record<string, string>>;
  readonly page: WebhookEventPage;
}

/** Only where the filter is for events that did not reach their handlers: nobody replays everything by a slip. */
function ReplayAll({ session, filter, page }: ReplayAllProps): JSX.Element {
  if (!REPLAYABLE.includes(filter['status'] ?? '') || (!page.events.length && !page.next)) return '';
  return (
    <ActionForm
      session={session}
      action="/console/webhook-events/replay"
      label="Replay all that match…"
      confirm={`All ${filter['status'] ?? ''} events that this filter finds go to their handlers again, on all pages.`}
    >
      <HiddenFields fields={filter} />
      <button class="primary">Replay all</button>
    </ActionForm>
  );
}

interface ReplayedNoticeProps {
  readonly session: ConsoleSession;
  readonly notice: ReplayNotice;
  readonly filter: Readonly<Record<string, string>>;
}

function ReplayedNotice({ session, notice, filter }: ReplayedNoticeProps): JSX.Element {
  const { replayed, skipped, rest } = notice;
  const left = skipped
    ? ` ${skipped} were left as they are: a handler is running, or their payload was erased.`
    : '';
  return (
    <Notice kind={rest ? 'info' : 'good'}>
      <p
        safe
      >{`${replayed} ${replayed === 1 ? 'event is' : 'events are'} on the way to the handlers.${left}`}</p>
      {rest !== undefined && (
        <ActionForm session={session} action="/console/webhook-events/replay">
          <HiddenFields fields={{ ...filter, after: rest }} />
          <button>Replay the rest</button>
        </ActionForm>
      )}
    </Notice>
  );
}

function HiddenFields({ fields }: { fields: Readonly<Record<string, string>> }): JSX.Element {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
