import { expect, it } from 'vitest';
import type { Type } from '@nestjs/common';
import type { ContactsProvider } from '../../src/contracts/contacts.js';
import { NotFoundError, ValidationError } from '../../src/contracts/errors.js';
import type { Live } from './live.js';

/** The one contact that the tests make. There is no call to delete contacts: it stays, for the next run. */
const EMAIL = 'hookline-live-test@example.com';

/** What is tried at every provider of contacts. */
export function tryContacts(
  live: Live,
  provider: Type<ContactsProvider>,
  unknown: { id: string; property: string },
) {
  it('upserts the one test contact, reads it, and finds it by its address', async () => {
    const contacts = live.get(provider);
    const wish = { email: EMAIL, firstName: 'Hookline', lastName: 'Live Test' };
    const { contact } = await contacts.upsertContact(wish);
    expect(contact).toMatchObject(wish);
    const again = await contacts.upsertContact({ ...wish, phone: '+44 20 7946 0000' });
    expect(again).toMatchObject({ created: false, contact: { id: contact.id, phone: '+44 20 7946 0000' } });
    expect(await contacts.getContact(contact.id)).toMatchObject(wish);
    const { contacts: found } = await contacts.pageOfContacts({ email: EMAIL });
    expect(found.map(({ id }) => id)).toEqual([contact.id]);
    expect(await contacts.upsertContacts([wish])).toEqual([{ id: contact.id, created: false }]);
  });

  it('names a property that there is none of', async () => {
    const upserting = live
      .get(provider)
      .upsertContact({ email: EMAIL, lastName: 'Live Test', properties: { [unknown.property]: 'x' } });
    await expect(upserting).rejects.toThrow(ValidationError);
    await expect(upserting).rejects.toMatchObject({ details: [{ field: `properties.${unknown.property}` }] });
  });

  it('finds nobody under an id that nobody has', async () => {
    await expect(live.get(provider).getContact(unknown.id)).rejects.toThrow(NotFoundError);
  });
}
