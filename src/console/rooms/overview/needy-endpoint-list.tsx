import { StatusBadge, Time } from '../../frame/parts.js';
import type { NeedyEndpoint } from './needy-endpoints.js';

const WORDS = {
  gone: { status: 'disabled: gone', tone: 'bad' },
  failing: { status: 'disabled: failing', tone: 'bad' },
  unwell: { status: 'failing', tone: 'warn' },
} as const;

/** Endpoints that were disabled come first; those that fail may still mend themselves. */
export function NeedyEndpointList({ endpoints }: { endpoints: readonly NeedyEndpoint[] }): JSX.Element {
  if (!endpoints.length) return <p class="soft">No endpoint needs attention.</p>;
  return (
    <>
      <h3>Need attention</h3>
      <ul>
        {endpoints.map(({ id, tenant, url, state, since }) => (
          <li>
            <StatusBadge status={WORDS[state].status} tone={WORDS[state].tone} />{' '}
            <a href={`/console/endpoints/${id}`} safe>
              {`${tenant}: ${url}`}
            </a>{' '}
            <span class="soft">
              since <Time at={since} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
