import type { Delivery, DeliveryAttempt, Endpoint } from '../../../contracts/events.js';
import { Card, Facts, Notice, Rows, StatusBadge, Time } from '../../frame/parts.js';
import { TONES, answerOf } from '../../rooms/deliveries/delivery-rows.js';
import { PortalForm } from '../frame/portal-form.js';
import { PortalPage } from '../frame/portal-page.js';
import type { PortalSession } from '../frame/portal-session.js';

const DONE: Readonly<Record<string, readonly [kind: 'good' | 'info' | 'bad', text: string]>> = {
  replayed: ['good', 'It is on its way again, under the same webhook-id.'],
  waiting: ['info', 'There was nothing to do: it waits for its turn already, or is being sent.'],
  endpoint_gone: ['bad', 'Its endpoint is disabled, so nothing was sent. Enable the endpoint first.'],
  unproved_ping: ['bad', 'Its endpoint has not proved itself, so nothing was sent. Send it a new ping.'],
};

interface DeliveryPageProps {
  readonly session: PortalSession;
  readonly delivery: Delivery;
  readonly endpoint: Endpoint;
  readonly attempts: readonly DeliveryAttempt[];
  /** The event's data as readable JSON; `undefined` when it is not to be shown, or not kept any more. */
  readonly data: string | undefined;
  /** What has just been done. */
  readonly done: string | undefined;
}

/** One event on its way to one endpoint: every attempt, and what was answered. */
export function DeliveryPage({
  session,
  delivery,
  endpoint,
  attempts,
  data,
  done,
}: DeliveryPageProps): JSX.Element {
  const [kind, text] = DONE[done ?? ''] ?? [];
  return (
    <PortalPage
      session={session}
      room="endpoints"
      title={delivery.type}
      actions={
        <PortalForm session={session} action={`/portal/deliveries/${delivery.id}/replay`}>
          <button class="primary">Send it again</button>
        </PortalForm>
      }
    >
      {kind && (
        <Notice kind={kind}>
          <p safe>{text}</p>
        </Notice>
      )}
      <Card title="Where it stands">
        <Facts
          rows={[
            ['State', <StatusBadge status={delivery.status} tone={TONES[delivery.status]} />],
            [
              'Endpoint',
              <a href={`/portal/endpoints/${endpoint.id}`} safe>
                {endpoint.url}
              </a>,
            ],
            ['Published', <Time at={delivery.createdAt} />],
            ['Next attempt', <Time at={delivery.nextAttemptAt} />],
            ['webhook-id', <code safe>{delivery.eventId}</code>],
          ]}
        />
      </Card>
      <Card title="Attempts">
        {attempts.length > 0 ? <Attempts attempts={attempts} /> : <p class="soft">It was not tried yet.</p>}
      </Card>
      {data !== undefined && (
        <Card title="Data">
          <pre tabindex="0" safe>
            {data}
          </pre>
        </Card>
      )}
    </PortalPage>
  );
}

function Attempts({ attempts }: { attempts: readonly DeliveryAttempt[] }): JSX.Element {
  return (
    <Rows
      caption="Attempts, in their order"
      headings={['Attempt', 'When', 'Outcome', 'Status', 'Took', 'Answer']}
      rows={attempts.map((attempt) => [
        String(attempt.number),
        <Time at={attempt.startedAt} />,
        <StatusBadge status={attempt.outcome} tone={TONES[attempt.outcome]} />,
        <span safe>{answerOf(attempt)}</span>,
        `${attempt.durationMs} ms`,
        <Answer text={attempt.answer} />,
      ])}
    />
  );
}

/** What the receiver answered: anybody's text. */
function Answer({ text }: { text: string | null }): JSX.Element {
  if (!text) return '';
  return (
    <details>
      <summary>Its beginning</summary>
      <pre tabindex="0" safe>
        {text}
      </pre>
    </details>
  );
}
