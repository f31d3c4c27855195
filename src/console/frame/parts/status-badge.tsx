type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** What each word of the API means to somebody who looks for trouble. Words that are not here are calm. */
const TONES: Readonly<Record<string, Tone>> = {
  // connections and their health
  connected: 'good',
  ok: 'good',
  expiring: 'warn',
  scope_missing: 'warn',
  needs_reauth: 'bad',
  revoked: 'bad',
  provider_down: 'bad',
  // subscriptions, keys, admins, providers
  active: 'good',
  configured: 'good',
  gone: 'warn',
  missing: 'warn',
  // webhook events and their handlers
  processed: 'good',
  failed: 'warn',
  dead: 'bad',
  unhandled: 'warn',
  // calls and circuits
  succeeded: 'good',
  closed: 'good',
  half_open: 'warn',
  open: 'bad',
  unknown: 'warn',
  unresolved: 'bad',
  // health
  up: 'good',
  down: 'bad',
};

const SIGNS: Record<Tone, string> = { good: '✓', warn: '!', bad: '✕', calm: '•' };

/**
 * A state, in the words of the API, with a colour and a sign that do not depend on seeing colours.
 * @param tone for words that mean something else here @default what the word means elsewhere
 */
export function StatusBadge({ status, tone }: { status: string; tone?: Tone }): JSX.Element {
  const kind = tone ?? TONES[status] ?? 'calm';
  return (
    <span class={`badge ${kind}`}>
      <span aria-hidden="true" safe>
        {SIGNS[kind]}
      </span>{' '}
      <span safe>{status.replaceAll('_', ' ')}</span>
    </span>
  );
}
