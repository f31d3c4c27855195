import { address } from '../../address.js';
import { ActionForm, EmptyState, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { keyText, type CircuitKey } from '../../../outbound/circuit-breaker/circuit-key.js';
import type { Circuit } from '../../../platform/database/generated/client.js';

interface CircuitRowsProps {
  readonly session: ConsoleSession;
  readonly circuits: readonly Circuit[];
  readonly filter: Readonly<Record<string, string>>;
  readonly after: CircuitKey | undefined;
}

/** The circuits alone, which their page asks for again every few seconds. No field in here: what is typed would be lost. */
export function CircuitRows({ session, circuits, filter, after }: CircuitRowsProps): JSX.Element {
  const own = address('/console/requests/circuits/list', { ...filter, after: after && keyText(after) });
  return (
    <div id="circuits" hx-get={own} hx-trigger="every 5s" hx-swap="outerHTML">
      <Found session={session} circuits={circuits} />
    </div>
  );
}

function Found({ session, circuits }: Pick<CircuitRowsProps, 'session' | 'circuits'>): JSX.Element {
  if (!circuits.length) {
    return (
      <EmptyState title="All circuits are closed">
        <p>Every call goes out. A circuit shows here once it has opened, or somebody has held it.</p>
      </EmptyState>
    );
  }
  const isAdmin = session.role === 'admin';
  return (
    <Rows
      caption="Circuits"
      headings={[
        'Provider',
        'Account',
        'Operations',
        'State',
        'Since',
        'Reason',
        ...(isAdmin ? ['Actions'] : []),
      ]}
      rows={circuits.map((circuit) => [
        <a href={address('/console/requests', { provider: circuit.provider })} safe>
          {circuit.provider}
        </a>,
        <span safe>{allOr(circuit.account)}</span>,
        <span safe>{allOr(circuit.group)}</span>,
        <CircuitBadge circuit={circuit} />,
        <Time at={circuit.updatedAt} />,
        <span safe>{circuit.reason ?? ''}</span>,
        ...(isAdmin ? [<Switch session={session} circuit={circuit} />] : []),
      ])}
    />
  );
}

/** The state, or who is the reason for it: a hold. */
export function CircuitBadge({ circuit: { state, hold } }: { circuit: Circuit }): JSX.Element {
  if (hold) return <StatusBadge status={`held ${hold}`} tone={hold === 'open' ? 'bad' : 'warn'} />;
  return <StatusBadge status={state} />;
}

function allOr(name: string): string {
  return name === '*' ? 'all' : name;
}

function Switch({ session, circuit }: { session: ConsoleSession; circuit: Circuit }): JSX.Element {
  const { provider, account, group, hold } = circuit;
  if (hold) {
    return (
      <ActionForm session={session} action="/console/requests/circuits/release">
        <input type="hidden" name="provider" value={provider} />
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="group" value={group} />
        <button>Release</button>
      </ActionForm>
    );
  }
  const meant = { hold_provider: provider, hold_account: account, hold_group: group };
  return (
    <a class="button" href={`${address('/console/requests/circuits', meant)}#hold`}>
      Hold…
    </a>
  );
}
