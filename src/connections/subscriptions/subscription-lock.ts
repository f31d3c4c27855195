/** The name of the lock under which a connection's subscriptions are made and removed. */
export function subscriptionLock(connectionId: string): string {
  return `connection-subscriptions:${connectionId}`;
}
