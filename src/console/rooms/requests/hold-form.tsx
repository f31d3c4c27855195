import { ActionForm, Card, Field } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

export interface HoldFormProps {
  readonly session: ConsoleSession;
  /** The providers that can be held. */
  readonly providers: readonly string[];
  /** What was typed, or what the form begins with. */
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

const AS = [
  ['open', 'open: no call leaves'],
  ['closed', 'closed: every call leaves'],
] as const;

/** Holds circuits as a person says, whatever the provider does. */
export function HoldForm({ session, providers, typed, errors }: HoldFormProps): JSX.Element {
  if (session.role !== 'admin') return '';
  const field = (name: string) => ({
    name,
    id: `hold-${name}`,
    value: typed[name] ?? '',
    error: errors[name],
  });
  return (
    <section id="hold">
      <Card title="Hold calls back, or let them all through">
        <ActionForm session={session} action="/console/requests/circuits/hold">
          <Field {...field('provider')} label="Provider" options={providers.map((name) => [name, name])} />
          <Field
            {...field('account')}
            label="Account"
            hint="A connection’s id, or default; empty for all accounts"
          />
          <Field
            {...field('group')}
            label="Operations"
            hint="The first word of the operations, such as payments; empty for all"
          />
          <Field {...field('hold')} label="Hold it" options={AS} />
          <Field
            {...field('reason')}
            label="Reason"
            hint="The others see it, and so does the audit log"
            required
          />
          <button class="danger">Hold</button>
        </ActionForm>
      </Card>
    </section>
  );
}
