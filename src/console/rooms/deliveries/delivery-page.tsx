import type { Children } from '@kitajs/html';
import type { Delivery, DeliveryAttempt } from '../../../contracts/events.js';
import { address } from '../../address.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Card, Facts, Notice, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { ReadablePayload } from '../webhook-events/readable-payload.js';
import { TONES, answerOf } from './delivery-rows.js';
import type { EndpointName } from './endpoint-names.js';

/** What became of a replay, by the word in the address. */
const DONE: Readonly<Record<string, readonly [kind: 'good' | 'info' | 'bad', text: string]>> = {
  replayed: ['good', 'It is on its way again, under the same id.'],
  waiting: ['info', 'There was nothing to do: it waits for its next attempt already, or is being sent.'],
  endpoint_gone: [
    'bad',
    'Its endpoint is disabled or deleted, so that nothing was sent. Enable the endpoint first.',
  ],
  unproved_ping: ['bad', 'Its endpoint has not proved itself, so that nothing was sent. Ping it anew.'],
};

interface DeliveryPageProps {
  readonly session: ConsoleSession;
  readonly delivery: Delivery;
  /** `undefined` when it is not kept any more. */
  readonly endpoint: EndpointName | undefined;
  /** What the event is about, in the product's words. */
  readonly subject: string | null;
  /** Under which the event was published. */
  readonly requestId: string | null;
  /** The event's data; `undefined` when it is not kept any more. */
  readonly data: ReadablePayload | undefined;
  readonly attempts: readonly DeliveryAttempt[];
  /** What has just been done. */
  readonly done: string | undefined;
}

/** One event on its way to one endpoint: what it says, and what became of each attempt. */
export function DeliveryPage(props: DeliveryPageProps): JSX.Element {
  const { session, delivery, data, attempts, done } = props;
  const [kind, text] = DONE[done ?? ''] ?? [];
  return (
    <ConsolePage
      session={session}
      room="deliveries"
      title={delivery.type}
      actions={
        <ActionForm session={session} action={`/console/deliveries/${delivery.id}/replay`}>
          <button class="primary">Replay</button>
        </ActionForm>
      }
    >
      {kind && (
        <Notice kind={kind}>
          <p safe>{text}</p>
        </Notice>
      )}
      <Card title="Where it stands">
        <DeliveryFacts {...props} />
      </Card>
      <Card title="Attempts">
        <Attempts attempts={attempts} />
      </Card>
      <Card title="Data">
        <EventData data={data} eventId={delivery.eventId} />
      </Card>
    </ConsolePage>
  );
}

function DeliveryFacts({ delivery, endpoint, subject, requestId }: DeliveryPageProps): JSX.Element {
  const facts: (readonly [string, Children])[] = [
    ['State', <StatusBadge status={delivery.status} tone={TONES[delivery.status]} />],
    [
      'Endpoint',
      <a href={`/console/endpoints/${delivery.endpointId}`} safe>
        {endpoint?.url ?? delivery.endpointId}
      </a>,
    ],
    ['Customer', <span safe>{endpoint?.tenant ?? '—'}</span>],
    ['Subject', <span safe>{subject ?? '—'}</span>],
    ['Published', <Time at={delivery.createdAt} />],
    ['Last attempt', <Time at={delivery.lastAttemptAt} />],
    ['Next attempt', <Time at={delivery.nextAttemptAt} />],
    [
      'Event id, its webhook-id',
      <a href={address('/console/deliveries', { event_id: delivery.eventId })} safe>
        {delivery.eventId}
      </a>,
    ],
    ['Request id', <Timeline requestId={requestId} />],
    ['Id', <code safe>{delivery.id}</code>],
  ];
  return <Facts rows={facts} />;
}

/** What else happened for the same request. */
function Timeline({ requestId }: { requestId: string | null }): JSX.Element {
  if (requestId === null) return <span>none</span>;
  return (
    <span>
      <code safe>{requestId}</code>{' '}
      <a href={address('/console/timeline', { request_id: requestId })}>Timeline</a>
    </span>
  );
}

function Attempts({ attempts }: { attempts: readonly DeliveryAttempt[] }): JSX.Element {
  if (attempts.length === 0) return <p class="soft">It has not been tried yet.</p>;
  return (
    <Rows
      caption="Attempts, each a POST to the endpoint"
      headings={['Attempt', 'When', 'Outcome', 'Status', 'Took', 'Answer']}
      rows={attempts.map((attempt) => [
        String(attempt.number),
        <Time at={attempt.startedAt} />,
        <StatusBadge status={attempt.outcome} tone={TONES[attempt.outcome]} />,
        <span safe>{answerOf(attempt)}</span>,
        <span class="whole" safe>{`${attempt.durationMs} ms`}</span>,
        <Answer answer={attempt.answer} />,
      ])}
    />
  );
}

/** What the endpoint said: text of others, whatever it claims to be. */
function Answer({ answer }: { answer: string | null }): JSX.Element {
  if (!answer) return <span class="soft">—</span>;
  return (
    <details>
      <summary>Show its beginning</summary>
      <pre tabindex="0" safe>
        {answer.toWellFormed()}
      </pre>
    </details>
  );
}

function EventData({ data, eventId }: { data: ReadablePayload | undefined; eventId: string }): JSX.Element {
  if (!data) return <p class="soft">The event is not kept any more.</p>;
  return (
    <>
      <p class="soft">It may hold personal data. Show it only where nobody looks over your shoulder.</p>
      <details>
        <summary>Show data</summary>
        <pre tabindex="0" safe>
          {data.text}
        </pre>
        {data.isCut && (
          <p>
            This is only its beginning. All of it: <code safe>{`GET /v1/events/${eventId}`}</code>
          </p>
        )}
      </details>
    </>
  );
}
