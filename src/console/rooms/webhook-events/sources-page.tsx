import { address } from '../../address.js';
import { ConsolePage } from '../../frame/console-page.js';
import { ActionForm, Field, Notice, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

/** A provider that webhooks can come from. */
interface SourceState {
  readonly provider: string;
  readonly isConfigured: boolean;
  /** The variable that holds its secrets: `STRIPE_WEBHOOK_SECRETS`. */
  readonly secretVariable: string;
  readonly pause: { readonly reason: string | null; readonly pausedAt: Date } | undefined;
  /** Events that wait for their handlers, as far as they were counted. */
  readonly pending: number;
  readonly failed: number;
}

const DONE: Readonly<Record<string, string>> = {
  paused: 'Paused: events are stored, and wait for their handlers until you resume.',
  resumed: 'Resumed: what waited is on its way to its handlers.',
};

interface SourcesPageProps {
  readonly session: ConsoleSession;
  readonly sources: readonly SourceState[];
  /** What has just been done. */
  readonly done: string | undefined;
}

/** The providers that webhooks can come from, and which of them are paused. */
export function SourcesPage({ session, sources, done }: SourcesPageProps): JSX.Element {
  const text = DONE[done ?? ''];
  const isAdmin = session.role === 'admin';
  return (
    <ConsolePage
      session={session}
      room="webhook-events"
      title="Webhook sources"
      actions={
        <a class="button" href="/console/webhook-events">
          Webhook events
        </a>
      }
    >
      {text !== undefined && (
        <Notice kind="good">
          <p safe>{text}</p>
        </Notice>
      )}
      <p>While a source is paused, its events are stored and answered, but no handler sees them.</p>
      <Rows
        caption="Webhook sources"
        headings={['Provider', 'Secret', 'State', 'Waiting', 'Failing', ...(isAdmin ? ['Actions'] : [])]}
        rows={sources.map((source) => [
          <a href={address('/console/webhook-events', { provider: source.provider })} safe>
            {source.provider}
          </a>,
          <Secret source={source} />,
          <PauseState source={source} />,
          String(source.pending),
          String(source.failed),
          ...(isAdmin ? [<Switch session={session} source={source} />] : []),
        ])}
      />
    </ConsolePage>
  );
}

function Secret({ source: { isConfigured, secretVariable } }: { source: SourceState }): JSX.Element {
  if (isConfigured) return <StatusBadge status="configured" />;
  return (
    <span>
      set <code safe>{secretVariable}</code>
    </span>
  );
}

function PauseState({ source: { pause } }: { source: SourceState }): JSX.Element {
  if (!pause) return <StatusBadge status="running" tone="good" />;
  return (
    <span>
      <StatusBadge status="paused" tone="warn" /> <Time at={pause.pausedAt} />
      {pause.reason !== null && <span safe>{`: ${pause.reason}`}</span>}
    </span>
  );
}

function Switch({ session, source }: { session: ConsoleSession; source: SourceState }): JSX.Element {
  const path = `/console/webhook-events/sources/${encodeURIComponent(source.provider)}`;
  if (source.pause) {
    return (
      <ActionForm session={session} action={`${path}/resume`}>
        <button>Resume</button>
      </ActionForm>
    );
  }
  return (
    <ActionForm
      session={session}
      action={`${path}/pause`}
      label="Pause…"
      confirm={`Events of ${source.provider} will be stored, and wait until somebody resumes.`}
    >
      <Field name="reason" id={`reason-${source.provider}`} label="Reason, for the others" />
      <button class="danger">Pause</button>
    </ActionForm>
  );
}
