import type { Endpoint } from '../../../contracts/events.js';
import { ActionForm, Notice } from '../../frame/parts.js';
import type { ConsoleSession } from '../../frame/session.js';
import type { Done } from './endpoint-query.js';

const TEXTS = {
  saved: 'Saved: the next deliveries go by the new settings.',
  paused: 'Paused: its events are stored, and wait until you resume.',
  resumed: 'Resumed: what waited is on its way.',
  enabled:
    'Enabled: its events are stored and delivered again. What was published meanwhile can be recovered below.',
  disabled: 'Disabled: no event is stored for it from now on.',
  pinged: 'A ping is on its way: see the last deliveries.',
  tested: 'A test event is on its way: see the last deliveries.',
} as const;

interface DoneNoticeProps {
  readonly session: ConsoleSession;
  readonly endpoint: Endpoint;
  readonly done: Done;
}

/** What has just been done to an endpoint; of many deliveries, with a button for the rest. */
export function DoneNotice({
  session,
  endpoint,
  done: { done, count, hours, rest },
}: DoneNoticeProps): JSX.Element {
  if (done === undefined) return '';
  if (done !== 'replayed' && done !== 'recovered') {
    return (
      <Notice kind="good">
        <p>{TEXTS[done]}</p>
      </Notice>
    );
  }
  const { path, button, none, text } = done === 'replayed' ? REPLAYED : RECOVERED;
  return (
    <Notice kind={rest ? 'info' : 'good'}>
      <p safe>{count > 0 || rest ? text(count) : none}</p>
      {rest !== undefined && (
        <ActionForm session={session} action={`/console/endpoints/${endpoint.id}/${path}`}>
          <input type="hidden" name="hours" value={String(hours)} />
          <input type="hidden" name="after" value={rest} />
          <button safe>{button}</button>
        </ActionForm>
      )}
    </Notice>
  );
}

const REPLAYED = {
  path: 'replay',
  button: 'Replay the rest',
  none: 'Nothing has failed in that time.',
  text: (count: number) => `${count} ${count === 1 ? 'delivery is' : 'deliveries are'} on the way again.`,
};

const RECOVERED = {
  path: 'recover',
  button: 'Recover the rest',
  none: 'It has missed nothing in that time.',
  text: (count: number) =>
    `${count} ${count === 1 ? 'event that it missed is' : 'events that it missed are'} on the way.`,
};
