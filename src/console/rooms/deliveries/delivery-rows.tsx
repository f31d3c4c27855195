import type { Children } from '@kitajs/html';
import type { Delivery, DeliveryAttempt } from '../../../contracts/events.js';
import { Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { EndpointName } from './endpoint-names.js';

interface DeliveryRowsProps {
  readonly deliveries: readonly Delivery[];
  /** By id; without them the endpoint is left out, where it is the same for all. */
  readonly endpoints?: ReadonlyMap<string, EndpointName>;
}

/** Deliveries as a table, each with the way to its page. */
export function DeliveryRows({ deliveries, endpoints }: DeliveryRowsProps): JSX.Element {
  const headings = ['Type', 'State', 'Attempts', 'Last answer', 'Published', 'Next attempt'];
  return (
    <Rows
      caption="Deliveries, newest first"
      headings={endpoints ? [...headings, 'Endpoint', 'Customer'] : headings}
      rows={deliveries.map((delivery) => [
        <a href={`/console/deliveries/${delivery.id}`} safe>
          {delivery.type}
        </a>,
        <StatusBadge status={delivery.status} tone={TONES[delivery.status]} />,
        String(delivery.attempts),
        <span safe>{lastAnswer(delivery)}</span>,
        <Time at={delivery.createdAt} />,
        <Time at={delivery.nextAttemptAt} />,
        ...(endpoints ? endpointCells(delivery.endpointId, endpoints) : []),
      ])}
    />
  );
}

/** What each state of a delivery means to somebody who looks for trouble. */
export const TONES = { pending: 'calm', delivered: 'good', failed: 'warn', dead: 'bad' } as const;

/** The HTTP status of an attempt, or why there is none. */
export function answerOf({ status, error }: Pick<DeliveryAttempt, 'status' | 'error'>): string {
  if (status === null) return error ?? '—';
  if (error === null) return String(status);
  return error.includes(String(status)) ? error : `${status}: ${error}`; // most sentences say it themselves
}

function lastAnswer({ lastStatus, lastError }: Delivery): string {
  const text = answerOf({ status: lastStatus, error: lastError });
  return text.length > 120 ? `${text.slice(0, 120).toWellFormed()}…` : text;
}

function endpointCells(id: string, endpoints: ReadonlyMap<string, EndpointName>): Children[] {
  const endpoint = endpoints.get(id);
  return [
    <a href={`/console/endpoints/${id}`} safe>
      {endpoint?.url ?? id}
    </a>,
    <span safe>{endpoint?.tenant ?? ''}</span>,
  ];
}
