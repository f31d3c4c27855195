import type { Delivery } from '../../../contracts/events.js';
import { Rows, StatusBadge, Time } from '../../frame/parts.js';
import { TONES, answerOf } from '../../rooms/deliveries/delivery-rows.js';

/** Deliveries to one endpoint, each with the way to its page. */
export function DeliveryRows({ deliveries }: { deliveries: readonly Delivery[] }): JSX.Element {
  return (
    <Rows
      caption="Deliveries, newest first"
      headings={['Event', 'Published', 'State', 'Attempts', 'Last answer', 'Next attempt']}
      rows={deliveries.map((delivery) => [
        <a href={`/portal/deliveries/${delivery.id}`} safe>
          {delivery.type}
        </a>,
        <Time at={delivery.createdAt} />,
        <StatusBadge status={delivery.status} tone={TONES[delivery.status]} />,
        String(delivery.attempts),
        <span safe>{answerOf({ status: delivery.lastStatus, error: delivery.lastError })}</span>,
        <Time at={delivery.nextAttemptAt} />,
      ])}
    />
  );
}
