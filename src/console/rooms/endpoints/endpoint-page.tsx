import { address } from '../../address.js';
import { ConsolePage } from '../../frame/console-page.js';
import { BarChart, Card } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { DeliveryRows } from '../deliveries/delivery-rows.js';
import { Portal, Recovery, Replay, Switches, TestEvent } from './endpoint-actions.js';
import { EndpointBadge, explanationOf } from './endpoint-badge.js';
import type { EndpointDetail } from './endpoint-details.js';
import { DoneNotice } from './endpoint-done.js';
import { EndpointFacts } from './endpoint-facts.js';
import { barsOf, successRate } from './endpoint-hours.js';
import type { Done } from './endpoint-query.js';
import { waitingCount } from './waiting-count.js';

const DAY_HOURS = 24;

interface EndpointPageProps {
  readonly session: ConsoleSession;
  readonly detail: EndpointDetail;
  readonly done: Done;
}

/** One endpoint: how it does, what it was sent, and what can be done about it. */
export function EndpointPage({ session, detail, done }: EndpointPageProps): JSX.Element {
  const { endpoint } = detail;
  return (
    <ConsolePage
      session={session}
      room="endpoints"
      title={new URL(endpoint.url).host}
      actions={
        session.role === 'admin' ? (
          <a class="button" href={`/console/endpoints/${endpoint.id}/edit`}>
            Edit
          </a>
        ) : (
          ''
        )
      }
    >
      <DoneNotice session={session} endpoint={endpoint} done={done} />
      <Card title="State">
        <p>
          <EndpointBadge endpoint={endpoint} /> <span safe>{explanationOf(endpoint)}</span>
        </p>
        <Switches session={session} endpoint={endpoint} />
      </Card>
      <Card title="Endpoint">
        <EndpointFacts endpoint={endpoint} />
      </Card>
      <Health detail={detail} />
      <LastDeliveries detail={detail} />
      <Actions session={session} detail={detail} />
    </ConsolePage>
  );
}

function Health({ detail: { hours, waiting } }: { detail: EndpointDetail }): JSX.Element {
  const day = hours.slice(-DAY_HOURS);
  return (
    <Card title="Health">
      <p
        safe
      >{`Success over 24 hours: ${successRate(day)}, over 7 days: ${successRate(hours)}. Deliveries that wait: ${waitingCount(waiting)}.`}</p>
      <BarChart label="Attempts per hour, over 24 hours" bars={barsOf(day)} />
      <BarChart label="Attempts per hour, over 7 days" bars={barsOf(hours)} />
    </Card>
  );
}

function LastDeliveries({ detail: { endpoint, deliveries } }: { detail: EndpointDetail }): JSX.Element {
  return (
    <Card
      title="Last deliveries"
      actions={<a href={address('/console/deliveries', { endpoint_id: endpoint.id })}>All in Deliveries</a>}
    >
      {deliveries.length === 0 ? (
        <p class="soft">Nothing has been published for it yet.</p>
      ) : (
        <DeliveryRows deliveries={deliveries} />
      )}
    </Card>
  );
}

/** What can be done to it as it stands: nothing is sent to one that is disabled, and only pings to an unproved one. */
function Actions({ session, detail }: Omit<EndpointPageProps, 'done'>): JSX.Element {
  const { endpoint, eventTypes } = detail;
  if (session.role !== 'admin') return '';
  const getsEvents = endpoint.enabled && endpoint.ownership !== 'unproved';
  return (
    <div class="cards">
      {getsEvents && <TestEvent session={session} endpoint={endpoint} eventTypes={eventTypes} />}
      {getsEvents && <Replay session={session} endpoint={endpoint} />}
      {getsEvents && <Recovery session={session} endpoint={endpoint} />}
      <Portal session={session} endpoint={endpoint} />
    </div>
  );
}
