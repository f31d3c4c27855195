import type { State } from '../state.js';
import type { SendGridRows, Suppression } from './rows.js';

type List = Suppression['list'];

/** Lists whose addresses get nothing, and what an event says of a message to them. */
const DROPPING: readonly (readonly [List, string])[] = [
  ['bounces', 'Bounced Address'],
  ['invalid_emails', 'Invalid'],
  ['spam_reports', 'Spam Reporting Address'],
  ['unsubscribes', 'Unsubscribed Address'],
];

/** Why messages to this address are dropped; `undefined` when they are not. */
export function droppedFor(state: State<SendGridRows>, email: string): string | undefined {
  return DROPPING.find(([list]) => onList(state, list, email))?.[1];
}

export function onList(state: State<SendGridRows>, list: List, email: string): Suppression | undefined {
  return state.table('suppression').get(idOf(list, email));
}

/** Puts an address on a list. Call it inside a transaction. */
export function suppress(state: State<SendGridRows>, list: List, email: string, reason: string): void {
  const created = Math.floor(Date.now() / 1000);
  const status = /^\d{3} (\S+)/.exec(reason)?.[1] ?? '';
  state.put('suppression', { id: idOf(list, email), list, email, reason, status, created });
}

/** Takes an address off a list. Call it inside a transaction. @returns whether it was on it */
export function release(state: State<SendGridRows>, list: List, email: string): boolean {
  const known = onList(state, list, email) !== undefined;
  if (known) state.delete('suppression', idOf(list, email));
  return known;
}

function idOf(list: List, email: string): string {
  return `${list}/${email.toLowerCase()}`;
}
