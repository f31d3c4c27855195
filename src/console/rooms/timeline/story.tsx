import type { EntryKind, TimelineEntry } from '../../../timeline/timeline-entry.js';
import { address } from '../../address.js';
import { ActionForm, Field, StatusBadge } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';

const WORDS: Readonly<Record<EntryKind, readonly [sign: string, word: string]>> = {
  webhook: ['↓', 'Webhook in'],
  handler: ['▸', 'Handler'],
  call: ['↑', 'Call'],
  unknown_outcome: ['?', 'Unknown outcome'],
  event: ['◆', 'Event'],
  delivery: ['→', 'Delivery'],
  delivery_attempt: ['→', 'Attempt'],
  notification: ['✉\uFE0E', 'Notification'],
  notification_event: ['✉\uFE0E', 'Notification'],
  external_request: ['↻', 'External request'],
  external_result: ['↻', 'External result'],
  external_callback: ['↻', 'Callback'],
  audit: ['✎', 'Audit'],
};

const TONES = { ok: 'good', waiting: 'warn', failed: 'bad' } as const;

/** Units of a gap: up to so many ms, in so many ms each. */
const UNITS = [
  [1_000, 1, 'ms'],
  [60_000, 1_000, 's'],
  [3_600_000, 60_000, 'min'],
  [86_400_000, 3_600_000, 'h'],
  [Infinity, 86_400_000, 'days'],
] as const;

interface StoryProps {
  readonly session: ConsoleSession;
  readonly entries: readonly TimelineEntry[];
  /** When the entry before the first of these happened, where there was one. */
  readonly since: Date | undefined;
}

/** Entries along a line, by day, with the time that passed between them. */
export function Story({ session, entries, since }: StoryProps): JSX.Element {
  const gaps = entries.map(({ at }, index) => gapBetween(entries[index - 1]?.at ?? since, at));
  const days = [...new Set(entries.map(({ at }) => dayOf(at)))];
  return (
    <>
      {days.map((day) => (
        <>
          <h2 class="day" safe>{`${day} (UTC)`}</h2>
          <ol class="story">
            {entries.map((entry, index) =>
              dayOf(entry.at) === day ? (
                <Entry session={session} entry={entry} gap={gaps[index] ?? ''} />
              ) : (
                ''
              ),
            )}
          </ol>
        </>
      ))}
    </>
  );
}

function Entry({
  session,
  entry,
  gap,
}: {
  session: ConsoleSession;
  entry: TimelineEntry;
  gap: string;
}): JSX.Element {
  const [sign, word] = WORDS[entry.kind];
  const place = placeOf(entry);
  const took = entry.durationMs === undefined ? '' : ` · took ${entry.durationMs} ms`;
  return (
    <li class={entry.outcome}>
      <div class="when">
        <time datetime={entry.at.toISOString()} safe>
          {entry.at.toISOString().slice(11, 23)}
        </time>
        <span class="gap" safe>
          {gap}
        </span>
      </div>
      <div class="what">
        <p class="kind">
          <span aria-hidden="true" safe>
            {sign}
          </span>{' '}
          <span safe>{`${word}${took}`}</span>
        </p>
        <p>
          {place === undefined ? (
            <span class="title" safe>
              {entry.title}
            </span>
          ) : (
            <a class="title" href={place} safe>
              {entry.title}
            </a>
          )}{' '}
          <StatusBadge status={entry.status} tone={TONES[entry.outcome]} />
        </p>
        {entry.detail !== undefined && <p safe>{entry.detail}</p>}
        {entry.revealable && <RevealForm session={session} kind={entry.kind} id={entry.objectId} />}
      </div>
    </li>
  );
}

interface RevealFormProps {
  readonly session: ConsoleSession;
  readonly kind: string;
  readonly id: string;
  /** What was typed before, and is wrong. */
  readonly reason?: string;
  readonly error?: string | undefined;
}

/** Asks why, since what an entry holds is personal. Only for admins. */
export function RevealForm({ session, kind, id, reason = '', error }: RevealFormProps): JSX.Element {
  return (
    <ActionForm
      session={session}
      action="/console/timeline/reveal"
      label="Show what it holds…"
      confirm="It may hold personal data. That you looked, and why, is kept in the audit log."
    >
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={id} />
      <Field id={`reason-${kind}-${id}`} name="reason" label="Why" value={reason} error={error} required />
      <button>Show it</button>
    </ActionForm>
  );
}

/** The page on which an entry's thing is looked at more closely. */
function placeOf({ kind, objectId }: TimelineEntry): string | undefined {
  switch (kind) {
    case 'webhook':
    case 'handler':
      return `/console/webhook-events/${objectId}`;
    case 'call':
      return `/console/requests/${objectId}`;
    case 'event':
      return address('/console/deliveries', { event_id: objectId });
    case 'delivery':
    case 'delivery_attempt':
      return `/console/deliveries/${objectId}`;
    case 'notification':
    case 'notification_event':
      return `/console/notifications/${objectId}`;
    default:
      return undefined;
  }
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function gapBetween(before: Date | undefined, at: Date): string {
  if (!before) return '';
  const ms = Math.max(0, at.getTime() - before.getTime());
  const [, unit, word] = UNITS.find(([below]) => ms < below) ?? UNITS[4];
  const amount = ms / unit;
  return `+ ${amount < 10 && unit > 1 ? amount.toFixed(1) : Math.round(amount)} ${word}`;
}
