import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { GoogleCalendarProvider } from '../../src/providers/google-calendar/google-calendar.calendar.js';
import { describeLive } from './live.js';

const needs = [
  {
    variable: 'GOOGLE_SERVICE_ACCOUNT',
    is: 'the JSON key file of a service account',
    pattern: /^\s*\{.*"service_account"/s,
  },
  {
    variable: 'LIVE_GOOGLE_CALENDAR',
    is: 'the id of a calendar that is there for tests and that the service account may change',
    pattern: /^[^\s@]+@[^\s@]+$/,
  },
];

describeLive('google-calendar', needs, (live) => {
  const warsaw = (at: number) => ({ at: new Date(at), timeZone: 'Europe/Warsaw' });

  it('makes an event of its own once for one key, changes it, finds it, and deletes it', async () => {
    const google = live.get(GoogleCalendarProvider);
    const calendar = live.variable('LIVE_GOOGLE_CALENDAR');
    const word = randomUUID();
    const tomorrow = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000;
    const input = {
      title: `Hookline live test ${word}`,
      start: warsaw(tomorrow),
      end: warsaw(tomorrow + 900_000),
      recurrence: { frequency: 'daily', count: 3 },
    } as const;
    const options = { idempotencyKey: `live-${word}` };
    const { id, version } = await google.createEvent(calendar, input, options);
    try {
      expect((await google.createEvent(calendar, input, options)).id).toBe(id);
      const change = { location: 'Nowhere', ...(version !== undefined && { ifVersion: version }) };
      expect(await google.updateEvent(calendar, id, change)).toMatchObject({ ...input, location: 'Nowhere' });
      const span = { from: input.start.at, to: new Date(tomorrow + 4 * 86_400_000) };
      const { events } = await google.pageOfEvents(calendar, span);
      expect(events.filter(({ recurringEventId }) => recurringEventId === id)).toHaveLength(3);
      const [freeBusy] = await google.freeBusy([calendar], span);
      expect(freeBusy?.busy).not.toEqual([]);
    } finally {
      await google.deleteEvent(calendar, id);
    }
    expect((await google.getEvent(calendar, id)).status).toBe('cancelled');
  });
});
