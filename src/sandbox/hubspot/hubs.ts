import type { Account } from '../oauth/consent.js';

/** A HubSpot account, there called a hub or a portal; `detail` is its domain. */
export const HUBS: readonly [Account, ...Account[]] = [
  { id: '146425420', name: 'Acme Inc', detail: 'acme.example' },
  { id: '146425421', name: 'Globex', detail: 'globex.example' },
];

export const APP_ID = 4_077_001;
export const USER_ID = 61_234_567;

/** A hub by its id. */
export function hubOf(id: string): Account {
  return HUBS.find((each) => each.id === id) ?? HUBS[0];
}
