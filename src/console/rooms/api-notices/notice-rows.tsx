import { ActionForm, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ApiNotice } from '../../../platform/database/generated/client.js';

const DAY_MS = 86_400_000;

/** An end that is nearer than that is urgent, in days. */
const URGENT_DAYS = 30;

interface NoticeRowsProps {
  readonly session: ConsoleSession;
  readonly notices: readonly ApiNotice[];
}

/** Endpoints that their providers are to give up. */
export function EndingRows({ session, notices }: NoticeRowsProps): JSX.Element {
  return (
    <Rows
      caption="Endpoints that are to go"
      headings={[
        'Provider',
        'Endpoint',
        'Ends',
        'Left',
        'Deprecated',
        'More',
        'Seen',
        ...ownHeadings(session),
      ]}
      rows={notices.map((notice) => [
        <span safe>{notice.provider}</span>,
        <Endpoint notice={notice} />,
        <Day at={notice.sunsetAt} />,
        <DaysLeft until={notice.sunsetAt} />,
        <Day at={notice.deprecatedAt} />,
        <ProvidersPage link={notice.link} />,
        <Time at={notice.seenAt} />,
        ...ownCells(session, notice),
      ])}
    />
  );
}

/** Fields and values that no schema knows. */
export function DriftRows({ session, notices }: NoticeRowsProps): JSX.Element {
  return (
    <Rows
      caption="What no schema knows"
      headings={['Provider', 'Operation', 'Kind', 'Where', 'Sample', 'Seen', ...ownHeadings(session)]}
      rows={notices.map((notice) => [
        <span safe>{notice.provider}</span>,
        <span safe>{notice.operation}</span>,
        <StatusBadge status={notice.kind} />,
        <code safe>{notice.path}</code>,
        <code safe>{notice.sample ?? ''}</code>,
        <Time at={notice.seenAt} />,
        ...ownCells(session, notice),
      ])}
    />
  );
}

function Endpoint({ notice: { path, operation } }: { notice: ApiNotice }): JSX.Element {
  return (
    <span>
      <code safe>{path}</code>{' '}
      <span class="soft" safe>
        {operation}
      </span>
    </span>
  );
}

function Day({ at }: { at: Date | null }): JSX.Element {
  if (!at) return <span class="soft">no date</span>;
  return (
    <time datetime={at.toISOString()} class="whole" safe>
      {at.toISOString().slice(0, 10)}
    </time>
  );
}

function DaysLeft({ until }: { until: Date | null }): JSX.Element {
  if (!until) return <span class="soft">—</span>;
  const days = Math.ceil((until.getTime() - Date.now()) / DAY_MS);
  if (days <= 0) return <StatusBadge status="over" tone="bad" />;
  const left = days === 1 ? '1 day' : `${days} days`;
  return <StatusBadge status={left} tone={days < URGENT_DAYS ? 'bad' : 'warn'} />;
}

/** Where the provider explains it, if that is a page at all. */
function ProvidersPage({ link }: { link: string | null }): JSX.Element {
  if (!link || !/^https?:\/\//.test(link)) return <span class="soft">—</span>;
  return (
    <a href={link} rel="noreferrer" target="_blank" class="whole">
      Provider’s page
    </a>
  );
}

function ownHeadings(session: ConsoleSession): readonly string[] {
  return session.role === 'admin' ? ['Actions'] : [];
}

function ownCells(session: ConsoleSession, { id, dismissedAt }: ApiNotice): readonly JSX.Element[] {
  if (session.role !== 'admin') return [];
  if (dismissedAt) return [<DismissedAt at={dismissedAt} />];
  return [
    <ActionForm session={session} action={`/console/api-notices/${id}/dismiss`}>
      <button class="whole">Dismiss</button>
    </ActionForm>,
  ];
}

function DismissedAt({ at }: { at: Date }): JSX.Element {
  return (
    <span class="soft">
      dismissed <Time at={at} />
    </span>
  );
}
