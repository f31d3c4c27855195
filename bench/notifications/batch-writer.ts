import 'reflect-metadata';
import { CalendarsService } from '../../src/calendars/calendars.service.js';
import { ContactsService } from '../../src/contacts/contacts.service.js';
import { startService } from '../../src/start-service.js';
import { answer } from '../answers.js';

/** A product that writes many things at once. Each answer is how many could not be written. */
const { app } = await startService();
const contacts = app.get(ContactsService, { strict: false });
const calendars = app.get(CalendarsService, { strict: false });

const many = <T>(count: number, make: (number: number) => T) =>
  Array.from({ length: count }, (_, n) => make(n));
const failuresAmong = (outcomes: readonly object[]) =>
  outcomes.filter((outcome) => 'error' in outcome && outcome.error !== undefined).length;

export const answers = answer({
  hubspotContacts: async (count: number) => {
    const people = many(count, (n) => ({ email: `person-${n}@example.com`, firstName: `Person ${n}` }));
    return failuresAmong(await contacts.upsertContacts(people, { provider: 'hubspot' }));
  },
  salesforceContacts: async (count: number) => {
    const people = many(count, (n) => ({ externalId: `person-${n}`, lastName: `Person ${n}` }));
    return failuresAmong(await contacts.upsertContacts(people, { provider: 'salesforce' }));
  },
  salesforceContactsByAddress: async (count: number) => {
    const people = many(count, (n) => ({ email: `person-${n}@example.com`, lastName: `Person ${n}` }));
    return failuresAmong(await contacts.upsertContacts(people, { provider: 'salesforce' }));
  },
  googleEvents: async (count: number) => {
    const events = many(count, (n) => {
      const start = Date.UTC(2030, 0, 1) + n * 3_600_000;
      return {
        title: `Appointment ${n}`,
        start: { at: new Date(start), timeZone: 'Europe/Vienna' },
        end: { at: new Date(start + 1_800_000), timeZone: 'Europe/Vienna' },
      };
    });
    return failuresAmong(await calendars.createEvents('primary', events));
  },
});
