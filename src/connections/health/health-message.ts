import type { Connection } from '../../contracts/connections.js';
import type { HealthState } from './health-state.js';

type End = Pick<Connection, 'expiresAt' | 'refreshAt'>;

/** In the provider's name, and without words of ours or of the trade: no token, no scope. */
const MESSAGES: Record<HealthState, (title: string, end: End) => string> = {
  ok: (title) => `${title} is connected.`,
  expiring: endingSoon,
  scope_missing: (title) =>
    `${title} is connected, but some permissions are missing. Connect the account again and allow all that is asked for.`,
  needs_reauth: (title) => `${title} no longer accepts this connection. Connect the account again.`,
  revoked: (title) => `Access to this account was withdrawn at ${title}. Connect the account again to go on.`,
  disconnected: (title) => `This ${title} account is not connected any more. Connect it again to use it.`,
  provider_down: (title) =>
    `${title} has trouble answering at the moment. There is nothing to do: it is tried again by itself.`,
};

/** A day that everybody reads alike: `3 December 2026`, in UTC. */
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * What a state means and what to do, for the customer of a product.
 * @param title the provider's name for people: `Slack`
 */
export function healthMessage(state: HealthState, title: string, end: End): string {
  return MESSAGES[state](title, end);
}

function endingSoon(title: string, { expiresAt, refreshAt }: End): string {
  if (refreshAt) {
    return `${title} has not let us renew this connection lately. We keep trying; connecting the account again helps at once.`;
  }
  const when = expiresAt ? `on ${DAY.format(expiresAt)}` : 'soon';
  return `This connection to ${title} ends ${when}. Connect the account again before then.`;
}
