import { address } from '../../address.js';
import { Rows, StatusBadge, Time } from '../../frame/parts.js';
import { CircuitBadge } from '../requests/circuit-rows.js';
import type { ProviderState } from './provider-states.js';
import type { ProviderFailures } from './request-failures.js';

interface ProviderRowsProps {
  readonly providers: readonly ProviderState[];
  readonly failures: readonly ProviderFailures[];
  readonly since: Date;
}

/** How each provider stands: set up or not, its circuits, what failed last. */
export function ProviderRows({ providers, failures, since }: ProviderRowsProps): JSX.Element {
  return (
    <Rows
      caption="Providers"
      headings={['Provider', 'Set up for', 'Circuits', 'Failed requests', 'Last error']}
      rows={providers.map((provider) => {
        const failure = failures.find((row) => row.provider === provider.name);
        return [
          <span safe>{provider.title}</span>,
          <SetUp provider={provider} />,
          <Circuits provider={provider} />,
          <Failed failure={failure} since={since} />,
          <LastError failure={failure} />,
        ];
      })}
    />
  );
}

function SetUp({ provider: { configured } }: { provider: ProviderState }): JSX.Element {
  if (!configured.length) return <a href="/console/providers">not set up</a>;
  return <span safe>{configured.join(', ')}</span>;
}

/** The worst one; a click shows them all. */
function Circuits({ provider: { name, circuits, configured } }: { provider: ProviderState }): JSX.Element {
  const [worst] = circuits;
  if (!worst) return configured.length ? <StatusBadge status="closed" /> : <span class="soft">—</span>;
  return (
    <a href={address('/console/requests/circuits', { provider: name })}>
      <CircuitBadge circuit={worst} />
      {circuits.length > 1 && <span safe>{` and ${circuits.length - 1} more`}</span>}
    </a>
  );
}

function Failed({ failure, since }: { failure: ProviderFailures | undefined; since: Date }): JSX.Element {
  if (!failure) return <span>none</span>;
  const { provider, failed } = failure;
  const filter = { provider, failed: 'true', since: since.toISOString() };
  return (
    <a href={address('/console/requests', filter)} safe>
      {failed.toLocaleString('en')}
    </a>
  );
}

function LastError({ failure }: { failure: ProviderFailures | undefined }): JSX.Element {
  if (!failure) return <span class="soft">—</span>;
  return (
    <span>
      <Time at={failure.lastAt} />{' '}
      <a href={`/console/requests/${failure.lastId}`} safe>
        {failure.lastError ?? 'no reason given'}
      </a>
    </span>
  );
}
