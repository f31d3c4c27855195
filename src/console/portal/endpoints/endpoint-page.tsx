import type { Children } from '@kitajs/html';
import type { Delivery, Endpoint } from '../../../contracts/events.js';
import { Card, Facts, Notice, Time } from '../../frame/parts.js';
import { EndpointBadge, explanationOf } from '../../rooms/endpoints/endpoint-badge.js';
import type { HealthHour } from '../../../deliveries/records/endpoint-health.js';
import { DeliveryRows } from '../deliveries/delivery-rows.js';
import { PortalPage } from '../frame/portal-page.js';
import type { PortalSession } from '../frame/portal-session.js';
import { ChallengeExplained } from './challenge.js';
import { EndpointDeeds, EndpointSwitches } from './endpoint-deeds.js';
import { SuccessChart } from './success-chart.js';

/** What the page of an endpoint shows. */
export interface EndpointView {
  readonly endpoint: Endpoint;
  readonly hours: readonly HealthHour[];
  /** The latest, newest first. */
  readonly deliveries: readonly Delivery[];
  /** What a test event may be of. */
  readonly types: readonly string[];
}

interface EndpointPageProps {
  readonly session: PortalSession;
  readonly view: EndpointView;
  /** What to say first: what has just been done, or a new secret. */
  readonly notice: Children;
}

/** One endpoint: how it fares, what it gets, and what can be done with it. */
export function EndpointPage({ session, view, notice }: EndpointPageProps): JSX.Element {
  const { endpoint, hours, types } = view;
  return (
    <PortalPage
      session={session}
      room="endpoints"
      title="Endpoint"
      actions={<EndpointSwitches session={session} endpoint={endpoint} />}
    >
      {notice}
      <EndpointNow view={view} />
      {endpoint.ownership === 'unproved' && <ChallengeExplained />}
      <Card title="Success">
        <SuccessChart hours={hours} />
      </Card>
      <Card
        title="Settings"
        actions={
          <a class="button" href={`/portal/endpoints/${endpoint.id}/edit`}>
            Change
          </a>
        }
      >
        <Facts rows={settingsOf(endpoint)} />
      </Card>
      <EndpointDeeds session={session} endpoint={endpoint} types={types} />
    </PortalPage>
  );
}

/** Where it stands and what it was sent last. It asks for itself again every few seconds. */
export function EndpointNow({
  view: { endpoint, deliveries },
}: {
  view: Pick<EndpointView, 'endpoint' | 'deliveries'>;
}): JSX.Element {
  const path = `/portal/endpoints/${endpoint.id}`;
  return (
    <div id="endpoint-now" hx-get={`${path}/now`} hx-trigger="every 5s" hx-swap="outerHTML">
      <Card title="State">
        <Facts
          rows={[
            ['URL', <code safe>{endpoint.url}</code>],
            ['State', <EndpointBadge endpoint={endpoint} />],
            ...(endpoint.failingSince
              ? [['Failing since', <Time at={endpoint.failingSince} />] as const]
              : []),
            ...(endpoint.heldUntil && endpoint.heldUntil > new Date()
              ? [['Waits, as it asked, until', <Time at={endpoint.heldUntil} />] as const]
              : []),
          ]}
        />
        <p safe>{explanationOf(endpoint)}</p>
      </Card>
      <Card
        title="Latest deliveries"
        actions={
          <a class="button" href={`${path}/deliveries`}>
            All deliveries
          </a>
        }
      >
        {deliveries.length > 0 ? (
          <DeliveryRows deliveries={deliveries} />
        ) : (
          <p class="soft">Nothing was sent there yet.</p>
        )}
      </Card>
    </div>
  );
}

function settingsOf(endpoint: Endpoint): (readonly [string, Children])[] {
  const { description, eventTypes, payload, apiVersion, ordered, plainSignature, headerNames } = endpoint;
  return [
    ['Description', <span safe>{description || '—'}</span>],
    ['Event types', <code safe>{eventTypes.join(', ')}</code>],
    ['Payload', payload === 'thin' ? 'thin: without the data' : 'full: with the data'],
    ['Version of the data', <span safe>{apiVersion ?? 'the newest'}</span>],
    ['Order', ordered ? 'what is about one thing comes one after the other' : 'as it comes'],
    ['Signature', plainSignature ? 'Standard Webhooks, and X-Webhook-Signature' : 'Standard Webhooks'],
    ['Headers of your own', <span safe>{headerNames.join(', ') || 'none'}</span>],
    ['Added', <Time at={endpoint.createdAt} />],
    ['Id', <code safe>{endpoint.id}</code>],
  ];
}

const DONE: Readonly<Record<string, string>> = {
  changed: 'Saved.',
  paused: 'Paused: its events are kept, and wait until you resume.',
  resumed: 'Resumed: what waited is on its way.',
  enabled: 'Enabled: it gets what happens from now on. What it missed can be recovered below.',
  disabled: 'Disabled: nothing is sent there, and no new event is kept for it.',
  pinged: 'A ping is on its way: see the latest deliveries.',
  tested: 'A test event is on its way: see the latest deliveries.',
};

/** What has just been done, by the word in the address; nothing for any other word. */
export function DoneNotice({ done }: { done: string | undefined }): JSX.Element {
  const text = DONE[done ?? ''];
  if (text === undefined) return '';
  return (
    <Notice kind="good">
      <p safe>{text}</p>
    </Notice>
  );
}
