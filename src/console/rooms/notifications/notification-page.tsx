import type { Children } from '@kitajs/html';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Facts, Notice, Rows, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import {
  receiptOf,
  type NotificationEvent,
  type NotificationReceipt,
} from '../../../notifications/notification-receipt.js';
import type { NotificationRow } from '../../../notifications/records/notification-row.js';
import { NotificationBadge } from './notifications-page.js';

const DONE: Readonly<Record<string, readonly ['good' | 'info', string]>> = {
  'sent-again': ['good', 'It is being sent again.'],
  nothing: ['info', 'There was nothing to do: it is sent, or may be on its way.'],
};

interface NotificationPageProps {
  readonly session: ConsoleSession;
  readonly row: NotificationRow;
  readonly history: readonly NotificationEvent[];
  /** What has just been done. */
  readonly done: string | undefined;
}

/** One notification: what it says, the ways it may go, and what has happened. */
export function NotificationPage({ session, row, history, done }: NotificationPageProps): JSX.Element {
  const receipt = receiptOf(row);
  const [kind, text] = DONE[done ?? ''] ?? [];
  const canSendAgain =
    ['dead', 'failed'].includes(row.status) || (row.status === 'queued' && !row.attemptUntil);
  const facts: (readonly [string, Children])[] = [
    ['State', <NotificationBadge notification={receipt} />],
    ['Error', <span safe>{describe(receipt)}</span>],
    ['Accepted', <Time at={row.createdAt} />],
    ...(row.sentAt ? [['Sent', <Time at={row.sentAt} />] as const] : []),
    ...(row.status === 'queued' && row.dueAt ? [['Next look at it', <Time at={row.dueAt} />] as const] : []),
    ['Mode', row.mode],
    ['Attempts', String(row.attempts)],
    ['Id at the provider', <span safe>{row.messageId ?? '—'}</span>],
    ['Request id', <SameRequest id={row.requestId} />],
    ['Id', <code safe>{row.id}</code>],
  ];
  return (
    <ConsolePage
      session={session}
      room="notifications"
      title={`Notification to ${receipt.to}`}
      actions={
        canSendAgain ? (
          <ActionForm
            session={session}
            action={`/console/notifications/${row.id}/send-again`}
            label="Send again…"
            confirm="It is sent from the beginning of its route, and kept until it arrives or rests again."
          >
            <button>Send it again</button>
          </ActionForm>
        ) : (
          ''
        )
      }
    >
      {kind && (
        <Notice kind={kind}>
          <p safe>{text}</p>
        </Notice>
      )}
      <Card title="Where it stands">
        <Facts rows={facts} />
      </Card>
      <Card title="Ways">
        <Rows
          caption="The ways by which it may go, in their order"
          headings={['', 'Provider', 'To', 'From the account of']}
          rows={row.route.map(({ provider, to, connectionId, tenant }, step) => [
            <span safe>{wayState(row, step)}</span>,
            <span safe>{provider}</span>,
            <span safe>{to}</span>,
            <span safe>{connectionId ?? tenant ?? 'the environment'}</span>,
          ])}
        />
      </Card>
      <Card title="What it says">
        <Facts rows={wordsOf(row)} />
      </Card>
      <Card title="History">
        <Rows
          caption="What has happened to it, oldest first"
          headings={['When', 'What', 'Provider', 'Detail']}
          rows={history.map(({ occurredAt, type, provider, detail }) => [
            <Time at={occurredAt} />,
            <span safe>{type.replaceAll('_', ' ')}</span>,
            <span safe>{provider ?? ''}</span>,
            <span safe>{detail ?? ''}</span>,
          ])}
        />
      </Card>
    </ConsolePage>
  );
}

function wayState({ step, refusedSteps, status }: NotificationRow, way: number): string {
  if (refusedSteps.includes(way)) return 'refused';
  if (way !== step) return way < step ? 'did not work' : 'not needed yet';
  return status === 'queued' ? 'next' : status;
}

function wordsOf({ message }: NotificationRow): (readonly [string, Children])[] {
  const words = { ...message, ...message.rendered?.chat, ...message.rendered?.email };
  const { subject } = words;
  const files = message.attachments?.map(({ name }) => name).join(', ');
  return [
    ...(subject !== undefined ? [['Subject', <span safe>{subject}</span>] as const] : []),
    ['Text', <pre safe>{words.text ?? '—'}</pre>],
    ...(words.html !== undefined
      ? [['HTML', <span safe>{`${words.html.length} characters`}</span>] as const]
      : []),
    ...(words.blocks !== undefined ? [['Blocks', String(words.blocks.length)] as const] : []),
    ...(message.template
      ? [['Template at the provider', <code safe>{message.template.id}</code>] as const]
      : []),
    ...(files ? [['Attachments', <span safe>{files}</span>] as const] : []),
  ];
}

function describe({ error }: NotificationReceipt): string {
  return error ? `${error.code}: ${error.message}` : '—';
}

/** What else was done for the same request. */
function SameRequest({ id }: { id: string | null }): JSX.Element {
  if (!id) return <span>none</span>;
  return (
    <span>
      <a href={`/console/requests?${new URLSearchParams({ request_id: id }).toString()}`} safe>
        {id}
      </a>{' '}
      <a href={`/console/timeline?${new URLSearchParams({ request_id: id }).toString()}`}>Timeline</a>
    </span>
  );
}
