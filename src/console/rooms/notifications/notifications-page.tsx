import { address } from '../../address.js';
import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Pager, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { NotificationReceipt } from '../../../notifications/notification-receipt.js';
import { NotificationStatus } from '../../../platform/database/generated/enums.js';
import type { NotificationQuery } from './notification-query.js';

const FIELDS: readonly FilterField[] = [
  { name: 'status', label: 'State', options: anyOf(Object.values(NotificationStatus)) },
];

/** A page of notifications, newest first. */
export interface NotificationPage {
  readonly notifications: readonly NotificationReceipt[];
  readonly next: string | undefined;
}

interface NotificationsPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<NotificationQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: NotificationPage | undefined;
}

/** Messages to people. */
export function NotificationsPage({ session, query, page }: NotificationsPageProps): JSX.Element {
  const filter = typedFields(query, ['status']);
  return (
    <ConsolePage session={session} room="notifications" title="Notifications">
      <FilterForm label="Notifications" fields={FIELDS} query={query} />
      {page !== undefined && (
        <>
          <NotificationRows page={page} filter={filter} isFirst={!query.value?.after} />
          <Pager next={page.next} after={query.value?.after} filter={filter} />
        </>
      )}
    </ConsolePage>
  );
}

interface NotificationRowsProps {
  readonly page: NotificationPage;
  readonly filter: Readonly<Record<string, string>>;
  /** Whether it begins with the newest, so that more may come. */
  readonly isFirst: boolean;
}

/** The list alone, which the first page asks for again every few seconds. */
export function NotificationRows({ page, filter, isFirst }: NotificationRowsProps): JSX.Element {
  const found = <Found page={page} isFiltered={Object.keys(filter).length > 0} />;
  if (!isFirst) return found;
  return (
    <div
      id="latest-notifications"
      hx-get={address('/console/notifications/latest', filter)}
      hx-trigger="every 5s"
      hx-swap="outerHTML"
    >
      {found}
    </div>
  );
}

function Found({
  page: { notifications },
  isFiltered,
}: {
  page: NotificationPage;
  isFiltered: boolean;
}): JSX.Element {
  if (notifications.length > 0) {
    const headings = ['Accepted', 'To', 'Provider', 'State', 'Attempts', 'Next', 'Last error'];
    return <Rows caption="Notifications" headings={headings} rows={notifications.map(notificationRow)} />;
  }
  if (isFiltered) {
    return (
      <EmptyState title="No notification matches">
        <p>
          Choose another state, or <a href="/console/notifications">see all notifications</a>.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody has been told anything yet">
      <p>
        Messages by chat and e-mail show here, from <code>POST /v1/notifications</code> or{' '}
        <code>NotificationsService</code>. To send one now, press Try it beside a provider in{' '}
        <a href="/console/providers">Providers</a>.
      </p>
    </EmptyState>
  );
}

function notificationRow(notification: NotificationReceipt): JSX.Element[] {
  const { id, to, provider, status, attempts, dueAt, error, createdAt } = notification;
  return [
    <Time at={createdAt} />,
    <a href={`/console/notifications/${id}`} safe>
      {to}
    </a>,
    <span safe>{provider}</span>,
    <NotificationBadge notification={notification} />,
    String(attempts),
    status === 'queued' && dueAt ? <Time at={dueAt} /> : '',
    <span safe>{error?.message ?? ''}</span>,
  ];
}

/** Its state; and whether nobody knows yet if the last attempt has arrived. */
export function NotificationBadge({
  notification: { status, outcomeUnknown },
}: {
  notification: Pick<NotificationReceipt, 'status' | 'outcomeUnknown'>;
}): JSX.Element {
  if (outcomeUnknown) return <StatusBadge status="outcome unknown" tone="warn" />;
  return <StatusBadge status={status} tone={TONES[status]} />;
}

const TONES = {
  queued: 'calm',
  sent: 'good',
  delivered: 'good',
  bounced: 'bad',
  failed: 'bad',
  dead: 'bad',
} as const;
