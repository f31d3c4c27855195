import type { GoogleState, StoredEvent } from './rows.js';
import { keyOf } from './rows.js';

/** The events of all calendars, and the order in which they changed. */
export class EventStore {
  private lastChange: number;

  constructor(private readonly state: GoogleState) {
    const changes = [...state.table('event').values()].map(({ changedAt }) => changedAt);
    this.lastChange = changes.reduce((latest, at) => Math.max(latest, at), 0);
  }

  /** When the latest change was, in Unix ms. */
  get latest(): number {
    return this.lastChange;
  }

  /** Sync tokens of another epoch have expired. */
  get epoch(): number {
    return this.state.table('sync_epoch').get('now')?.number ?? 1;
  }

  /** Lets all sync tokens expire. */
  beginEpoch(): void {
    const number = this.epoch + 1;
    this.state.transaction(() => this.state.put('sync_epoch', { id: 'now', number }));
  }

  get(calendar: string, eventId: string): StoredEvent | undefined {
    return this.state.table('event').get(keyOf(calendar, eventId));
  }

  /** In the order in which they were made, deleted ones included. */
  of(calendar: string): StoredEvent[] {
    return [...this.state.table('event').values()].filter((event) => event.calendar === calendar);
  }

  /** Occurrences of an event that were changed or deleted by themselves. */
  exceptionsOf({ calendar, eventId }: Pick<StoredEvent, 'calendar' | 'eventId'>): StoredEvent[] {
    return this.of(calendar).filter(({ instance }) => instance?.of === eventId);
  }

  /** Keeps a new event, or a change of one, inside a transaction. */
  save(event: Omit<StoredEvent, 'id' | 'createdAt' | 'changedAt'> & { createdAt?: number }): StoredEvent {
    const changedAt = Math.max(Date.now(), this.lastChange + 1);
    this.lastChange = changedAt;
    const id = keyOf(event.calendar, event.eventId);
    return this.state.put('event', { createdAt: changedAt, ...event, id, changedAt });
  }
}
