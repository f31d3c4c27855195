import { address } from '../../address.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, EmptyState, Facts, Notice, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { WholeEvent } from '../../../webhooks/events/webhook-events.js';
import type { EventRequest } from './event-requests.js';
import type { ReadablePayload } from './readable-payload.js';

/** What became of a replay, by the word in the address. */
const DONE: Readonly<Record<string, readonly [kind: 'good' | 'bad', text: string]>> = {
  replayed: ['good', 'The event is on its way to its handlers.'],
  running: ['bad', 'A handler is running with this event. Try again when it has ended.'],
  erased: ['bad', 'The payload of this event was erased: there is nothing to replay.'],
};

interface EventPageProps {
  readonly session: ConsoleSession;
  readonly event: WholeEvent;
  /** Its headers, without those that are a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` when it was erased, or there was none. */
  readonly payload: ReadablePayload | undefined;
  readonly requests: readonly EventRequest[];
  /** What has just been done. */
  readonly done: string | undefined;
}

/** One webhook event: what came, and what became of it. */
export function EventPage({ session, event, headers, payload, requests, done }: EventPageProps): JSX.Element {
  const [kind, text] = DONE[done ?? ''] ?? [];
  return (
    <ConsolePage
      session={session}
      room="webhook-events"
      title={event.type}
      actions={
        event.erasedAt ? (
          ''
        ) : (
          <ActionForm session={session} action={`/console/webhook-events/${event.id}/replay`}>
            <button class="primary">Replay</button>
          </ActionForm>
        )
      }
    >
      {kind && (
        <Notice kind={kind}>
          <p safe>{text}</p>
        </Notice>
      )}
      <Card title="Event">
        <EventFacts event={event} />
      </Card>
      <Card title="Handlers">
        <Handlers event={event} />
      </Card>
      <Card title="Payload">
        <Payload event={event} payload={payload} headers={headers} />
      </Card>
      <Card
        title="Requests that it caused"
        actions={<a href={address('/console/requests', { request_id: event.requestId })}>All of them</a>}
      >
        <Caused requests={requests} />
      </Card>
    </ConsolePage>
  );
}

function EventFacts({ event }: { event: WholeEvent }): JSX.Element {
  return (
    <Facts
      rows={[
        ['Status', <StatusBadge status={event.status} />],
        ['Provider', <span safe>{event.provider}</span>],
        ['Connection', <span safe>{event.connectionId || 'the provider’s own'}</span>],
        ['Id', <code safe>{event.id}</code>],
        ['Id at the provider', <code safe>{event.externalId}</code>],
        ['Happened', <Time at={event.occurredAt} />],
        ['Received', <Time at={event.receivedAt} />],
        ['Processed', <Time at={event.processedAt} />],
        [
          'Request id',
          <span>
            <code safe>{event.requestId}</code>{' '}
            <a href={address('/console/timeline', { request_id: event.requestId })}>Timeline</a>
          </span>,
        ],
      ]}
    />
  );
}

function Handlers({ event: { handlerRuns, provider, type, status } }: { event: WholeEvent }): JSX.Element {
  if (handlerRuns.length) {
    return (
      <Rows
        caption="Handlers"
        headings={['Handler', 'Status', 'Attempts', 'Last attempt', 'Next attempt', 'Last error']}
        rows={handlerRuns.map((run) => [
          <code safe>{run.handler}</code>,
          <StatusBadge status={run.status} />,
          String(run.attempts),
          <Time at={run.lastAttemptAt} />,
          <Time at={run.nextAttemptAt} />,
          <HandlerError error={run.lastError} />,
        ])}
      />
    );
  }
  if (status !== 'unhandled') return <p class="soft">None has run yet.</p>;
  return (
    <EmptyState title="No handler takes this type">
      <p>Write one, start again with it, and replay this event:</p>
      <pre safe>{`@OnWebhook('${provider}', '${type}')`}</pre>
    </EmptyState>
  );
}

/** The first line, and the stack below it for whoever wants it. */
function HandlerError({ error }: { error: string | null }): JSX.Element {
  const [line = '', ...stack] = (error ?? '').split('\n');
  if (!stack.length) return <span safe>{line}</span>;
  return (
    <details>
      <summary safe>{line}</summary>
      <pre safe>{stack.join('\n')}</pre>
    </details>
  );
}

function Payload({
  event,
  payload,
  headers,
}: Pick<EventPageProps, 'event' | 'payload' | 'headers'>): JSX.Element {
  if (event.erasedAt) {
    return (
      <p>
        Erased, for the sake of a person’s privacy: <Time at={event.erasedAt} />
      </p>
    );
  }
  return (
    <>
      <p class="soft">It may hold personal data. Show it only where nobody looks over your shoulder.</p>
      <details>
        <summary>Show payload</summary>
        {payload ? <PayloadText payload={payload} eventId={event.id} /> : <p>It has no body.</p>}
      </details>
      <details>
        <summary>Show headers</summary>
        <Facts rows={Object.entries(headers).map(([name, value]) => [name, <code safe>{value}</code>])} />
      </details>
    </>
  );
}

function PayloadText({ payload, eventId }: { payload: ReadablePayload; eventId: string }): JSX.Element {
  return (
    <>
      <p class="soft" safe>{`As ${payload.format}`}</p>
      <pre tabindex="0" safe>
        {payload.text}
      </pre>
      {payload.isCut && (
        <p>
          This is only its beginning. All of it: <code safe>{`GET /v1/webhook-events/${eventId}`}</code>
        </p>
      )}
    </>
  );
}

function Caused({ requests }: { requests: readonly EventRequest[] }): JSX.Element {
  if (!requests.length) {
    return <p class="soft">None in the log. Of calls that succeed, it keeps a sample.</p>;
  }
  return (
    <Rows
      caption="Requests that the event caused"
      headings={['Started', 'Operation', 'Provider', 'Result', 'Took']}
      rows={requests.map((request) => [
        <Time at={request.startedAt} />,
        <a href={`/console/requests/${request.id}`} safe>
          {request.operation}
        </a>,
        <span safe>{request.provider}</span>,
        <StatusBadge
          status={request.errorCode ?? String(request.statusCode ?? 'none')}
          tone={request.failed ? 'bad' : 'good'}
        />,
        `${request.durationMs} ms`,
      ])}
    />
  );
}
