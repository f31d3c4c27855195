import type { Endpoint } from '../../../contracts/events.js';
import { StatusBadge } from '../../frame/parts.js';

/** How an endpoint stands, in a word; the worst of what can be said of it. */
export function EndpointBadge({ endpoint }: { endpoint: Endpoint }): JSX.Element {
  const [status, tone] = stateOf(endpoint);
  return <StatusBadge status={status} tone={tone} />;
}

/** What its state means for its events, and what to do about it. */
export function explanationOf(endpoint: Endpoint): string {
  if (!endpoint.enabled) return DISABLED[endpoint.disabledReason ?? 'by_hand'];
  if (endpoint.ownership === 'unproved') {
    return 'It gets nothing but pings, until its answer to one holds the challenge of the ping’s data. Give the receiver its secret, then send a ping.';
  }
  if (endpoint.paused) return 'Its events are stored, and wait until somebody resumes.';
  if (endpoint.failingSince) return 'Every attempt has failed lately. Its events are tried again.';
  return 'Its events are delivered as they are published.';
}

const DISABLED = {
  by_hand: 'Somebody disabled it: no event is stored for it until it is enabled.',
  gone: 'It answered 410 Gone, and was disabled: no event is stored for it. Enable it once it is there again.',
  failing:
    'It had failed for days, and was disabled: no event is stored for it. Enable it once it is mended, and recover what it missed.',
} as const;

function stateOf(endpoint: Endpoint): readonly [string, 'good' | 'warn' | 'bad' | 'calm'] {
  if (!endpoint.enabled) return DISABLED_WORDS[endpoint.disabledReason ?? 'by_hand'];
  if (endpoint.ownership === 'unproved') return ['unproved', 'warn'];
  if (endpoint.paused) return ['paused', 'warn'];
  return endpoint.failingSince ? ['failing', 'bad'] : ['enabled', 'good'];
}

const DISABLED_WORDS = {
  by_hand: ['disabled', 'calm'],
  gone: ['disabled by 410', 'bad'],
  failing: ['disabled after failing', 'bad'],
} as const;
