import { FilterForm, anyOf, type FilterField } from '../../filters/filter-form.js';
import { typedFields, type FilterQuery } from '../../filters/filter-query.js';
import { ConsolePage } from '../../frame/console-page.js';
import { EmptyState, Pager, Rows, StatusBadge, Time } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import { WebhookRejectionReason } from '../../../platform/database/generated/enums.js';
import type { WebhookRejectionSummary } from '../../../webhooks/rejections/rejected-requests.js';

const FIELDS: readonly FilterField[] = [
  { name: 'provider', label: 'Provider' },
  { name: 'reason', label: 'Reason', options: anyOf(Object.values(WebhookRejectionReason)) },
];

interface RejectionsPageProps {
  readonly session: ConsoleSession;
  readonly query: FilterQuery<{ readonly after: string | undefined }>;
  /** `undefined` while the filter is wrong. */
  readonly rejections: readonly WebhookRejectionSummary[] | undefined;
  readonly next: string | undefined;
}

/** Requests that came to the webhook addresses and could not be verified, newest first. */
export function RejectionsPage({ session, query, rejections, next }: RejectionsPageProps): JSX.Element {
  const filter = typedFields(
    query,
    FIELDS.map(({ name }) => name),
  );
  return (
    <ConsolePage
      session={session}
      room="webhook-events"
      title="Rejected requests"
      actions={
        <a class="button" href="/console/webhook-events">
          Webhook events
        </a>
      }
    >
      <p>
        Requests that could not be verified, with the reason, for three days. Once a wrong secret is mended,{' '}
        <code>POST /v1/webhook-rejections/verify</code> lets in what was genuine.
      </p>
      <FilterForm label="Rejected requests" fields={FIELDS} query={query} />
      {rejections !== undefined && <Found rejections={rejections} />}
      <Pager next={next} after={query.value?.after} filter={filter} />
    </ConsolePage>
  );
}

function Found({ rejections }: { rejections: readonly WebhookRejectionSummary[] }): JSX.Element {
  if (!rejections.length) {
    return (
      <EmptyState title="No request was rejected">
        <p>Whatever came in the last three days had a valid signature.</p>
      </EmptyState>
    );
  }
  return (
    <Rows
      caption="Rejected requests"
      headings={['Received', 'Provider', 'Reason', 'What is wrong', 'Let in later']}
      rows={rejections.map((rejection) => [
        <Time at={rejection.receivedAt} />,
        <span safe>{rejection.provider}</span>,
        <StatusBadge status={rejection.reason} tone={rejection.acceptedAt ? 'calm' : 'bad'} />,
        <span safe>{rejection.message}</span>,
        <Time at={rejection.acceptedAt} />,
      ])}
    />
  );
}
