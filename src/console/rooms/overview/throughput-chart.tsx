import { BarChart } from '../../frame/parts.js';
import type { Throughput } from './webhook-throughput.js';

/** Webhook events by the hour. It asks for itself again: soon while hours are missing, else every half minute. */
export function ThroughputChart({ throughput: { hours } }: { throughput: Throughput }): JSX.Element {
  const missing = hours.filter(({ count }) => count === undefined).length;
  const bars = hours.map(({ at, count = 0, failed }) => ({ at, count: Math.max(count, failed), failed }));
  return (
    <div
      id="throughput"
      hx-get="/console/throughput"
      hx-trigger={missing ? 'every 1s' : 'every 30s'}
      hx-swap="outerHTML"
    >
      <BarChart label="Webhook events per hour, over 24 hours" bars={bars} />
      {missing > 0 && (
        <p class="soft" safe>
          {`Still counting ${missing} ${missing === 1 ? 'hour' : 'hours'}: what you see is not all.`}
        </p>
      )}
    </div>
  );
}
