import type { Endpoint } from '../../../contracts/events.js';
import { EmptyState, Notice, Pager } from '../../frame/parts.js';
import { PortalPage } from '../frame/portal-page.js';
import type { PortalSession } from '../frame/portal-session.js';
import { EndpointBadge } from '../../rooms/endpoints/endpoint-badge.js';
import type { HealthHour } from '../../../deliveries/records/endpoint-health.js';
import { SuccessChart } from './success-chart.js';

/** An endpoint with how it fares. */
export interface EndpointSummary {
  readonly endpoint: Endpoint;
  readonly hours: readonly HealthHour[];
  /** Deliveries that are not done, as far as they were counted. */
  readonly waiting: number;
}

interface EndpointsPageProps {
  readonly session: PortalSession;
  readonly endpoints: readonly EndpointSummary[];
  readonly next: string | undefined;
  readonly after: string | undefined;
  /** Whether one has just been deleted. */
  readonly deleted: boolean;
}

/** The endpoints of the tenant. */
export function EndpointsPage({ session, endpoints, next, after, deleted }: EndpointsPageProps): JSX.Element {
  return (
    <PortalPage
      session={session}
      room="endpoints"
      title="Endpoints"
      actions={
        <a class="button primary" href="/portal/endpoints/new">
          Add an endpoint
        </a>
      }
    >
      {deleted && (
        <Notice kind="good">
          <p>The endpoint is deleted: nothing is sent there any more.</p>
        </Notice>
      )}
      {endpoints.length > 0 ? endpoints.map((summary) => <Summary summary={summary} />) : <Nothing />}
      <Pager next={next} after={after} />
    </PortalPage>
  );
}

function Nothing(): JSX.Element {
  return (
    <EmptyState title="No endpoints yet">
      <p>
        An endpoint is an address of yours that is told what happens here, as soon as it happens, by a signed
        POST. The <a href="/portal/event-types">event types</a> show what there is to hear of.
      </p>
    </EmptyState>
  );
}

function Summary({ summary: { endpoint, hours, waiting } }: { summary: EndpointSummary }): JSX.Element {
  return (
    <section class="card">
      <header>
        <h2 class="mono">
          <a href={`/portal/endpoints/${endpoint.id}`} safe>
            {endpoint.url}
          </a>
        </h2>
        <EndpointBadge endpoint={endpoint} />
      </header>
      {endpoint.description !== '' && <p safe>{endpoint.description}</p>}
      <p class="soft">
        Gets <code safe>{endpoint.eventTypes.join(', ')}</code>
        {waiting > 0 && <span safe>{`, ${waiting} waiting`}</span>}
      </p>
      <SuccessChart hours={hours} />
    </section>
  );
}
