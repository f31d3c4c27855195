import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { Card, EmptyState, Notice, Pager, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { Circuit, CircuitTransition } from '../../../platform/database/generated/client.js';
import { CircuitState } from '../../../platform/database/generated/enums.js';
import { CircuitRows } from './circuit-rows.js';
import type { CircuitQuery } from './circuit-query.js';
import { HoldForm, type HoldFormProps } from './hold-form.js';

const FIELDS: readonly FilterField[] = [
  { name: 'provider', label: 'Provider' },
  { name: 'state', label: 'State', options: anyOf(Object.values(CircuitState)) },
];

const DONE: Readonly<Record<string, readonly [kind: 'good' | 'info', text: string]>> = {
  held: ['good', 'Held, in all processes within a second or two, until somebody releases it.'],
  released: ['good', 'Released: it is closed, and counts anew.'],
  nothing: ['info', 'Nothing was held there: somebody else released it before.'],
};

/** A page of circuits. */
export interface CircuitPage {
  readonly circuits: readonly Circuit[];
  readonly next: string | undefined;
}

interface CircuitsPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<CircuitQuery>;
  /** `undefined` while the filter is wrong. */
  readonly page: CircuitPage | undefined;
  readonly transitions: readonly CircuitTransition[];
  readonly hold: Omit<HoldFormProps, 'session'>;
  /** What has just been done. */
  readonly done: string | undefined;
}

/** Which calls are held back, why, since when; and the switch for people. */
export function CircuitsPage({
  session,
  query,
  page,
  transitions,
  hold,
  done,
}: CircuitsPageProps): JSX.Element {
  const filter = typedFields(
    query,
    FIELDS.map(({ name }) => name),
  );
  const [kind, text] = DONE[done ?? ''] ?? [];
  return (
    <ConsolePage
      session={session}
      room="requests"
      title="Circuits"
      actions={
        <a class="button" href="/console/requests">
          Requests
        </a>
      }
    >
      {kind && (
        <Notice kind={kind}>
          <p safe>{text}</p>
        </Notice>
      )}
      <p>
        When most calls to a provider fail, its circuit opens: calls fail at once with{' '}
        <code>CIRCUIT_OPEN</code>, until a trial call succeeds.
      </p>
      <FilterForm label="Circuits" fields={FIELDS} query={query} />
      {page !== undefined && (
        <CircuitRows session={session} circuits={page.circuits} filter={filter} after={query.value?.after} />
      )}
      {page !== undefined && <Pager next={page.next} after={query.typed['after']} filter={filter} />}
      <HoldForm session={session} {...hold} />
      <Card title="What changed of late">
        <Transitions transitions={transitions} />
      </Card>
    </ConsolePage>
  );
}

function Transitions({ transitions }: { transitions: readonly CircuitTransition[] }): JSX.Element {
  if (!transitions.length) return <EmptyState title="No circuit has changed yet" />;
  return (
    <Rows
      caption="Changes of circuits"
      headings={['When', 'Circuit', 'From', 'To', 'Reason']}
      rows={transitions.map(({ at, provider, account, group, from, to, reason }) => [
        <Time at={at} />,
        <span safe>{`${provider} / ${account} / ${group}`}</span>,
        <StatusBadge status={from} />,
        <StatusBadge status={to} />,
        <span safe>{reason}</span>,
      ])}
    />
  );
}
