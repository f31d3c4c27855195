import { address } from '../../address.js';
import { Facts } from '../../frame/parts.js';
import { MAX_COUNTED, type ProviderFailures } from './request-failures.js';
import { MAX_FAILED, type Throughput } from './webhook-throughput.js';

interface FailureCountsProps {
  readonly since: Date;
  readonly failures: readonly ProviderFailures[];
  readonly throughput: Pick<Throughput, 'dead' | 'failed'>;
}

/** What failed within the last day, each count with the list behind it. */
export function FailureCounts({
  since,
  failures,
  throughput: { dead, failed },
}: FailureCountsProps): JSX.Element {
  const calls = failures.reduce((sum, row) => sum + row.failed, 0);
  const refreshes = failures.reduce((sum, row) => sum + row.refreshes, 0);
  return (
    <Facts
      rows={[
        ['Dead webhook events', <Count count={dead} max={MAX_FAILED} href={events('dead', since)} />],
        [
          'Webhook events that are tried again',
          <Count count={failed} max={MAX_FAILED} href={events('failed', since)} />,
        ],
        ['Failed requests to providers', <Count count={calls} max={MAX_COUNTED} href={requests(since)} />],
        [
          'Of these, refreshes of tokens',
          <Count count={refreshes} max={MAX_COUNTED} href={requests(since, 'oauth.refresh')} />,
        ],
      ]}
    />
  );
}

/** A count that stops at `max` says so: `10,000+`. */
function Count({ count, max, href }: { count: number; max: number; href: string }): JSX.Element {
  if (!count) return <span>none</span>;
  const text = count.toLocaleString('en');
  return (
    <a href={href} safe>
      {count >= max ? `${text}+` : text}
    </a>
  );
}

function events(status: string, since: Date): string {
  return address('/console/webhook-events', { status, received_after: since.toISOString() });
}

function requests(since: Date, operation?: string): string {
  return address('/console/requests', { failed: 'true', since: since.toISOString(), operation });
}
