import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Contact,
  ContactOutcome,
  ContactsProvider,
  ListContacts,
  UpsertContact,
} from '../../src/contracts/contacts.js';
import { NotFoundError, ValidationError } from '../../src/contracts/errors.js';

/** A provider, ready to keep contacts at its sandbox, with an external id and one mapped field. */
export interface RunningContactsProvider {
  provider: ContactsProvider;
  /** An id that looks right and names nobody. */
  unknownId: string;
  /** A property by the name of the field mapping, with two values that it takes. */
  customProperty: { name: string; value: string; other: string };
  /** The name of a property that the provider does not have. */
  unknownProperty: string;
  /** How many HTTP calls the provider has received so far. */
  calls(): number;
  /** How many contacts one batch call takes. */
  batchSize: number;
  /** How many calls one batch takes where all goes well. @default 1 */
  callsPerBatch?: number;
  /** Breaks the next call: before or after it was carried out, or by answering with that status instead. */
  failNext(mode: 'reset-before' | 'reset-after' | number): void;
  /** What did not keep to the provider's published description. */
  violations?(): readonly string[];
  stop(): Promise<void>;
}

/** Texts that break whatever is put together by hand: JSON, SQL, SOQL, patterns, paths. */
const HOSTILE = [
  "' OR '1'='1",
  `O'Brien "the \\ second"`,
  '\\',
  "\\' OR Name != '",
  '%',
  '_',
  '*',
  '../contacts?x=1&y=2#z',
  '{{7*7}} ${7*7} <b>&amp;</b>',
  'Zoë 松本 👩🏽‍🚀 שלום',
];

/** What every provider of contacts does, whoever it is. One suite, so that a product can change providers. */
export function describeContactsProvider(subject: {
  name: string;
  start(): Promise<RunningContactsProvider>;
}): void {
  describe(`${subject.name} as a contacts provider`, () => {
    let running: RunningContactsProvider;
    let provider: ContactsProvider;
    let custom: RunningContactsProvider['customProperty'];

    beforeAll(async () => {
      running = await subject.start();
      provider = running.provider;
      custom = running.customProperty;
    });
    afterAll(() => running.stop());

    /** Somebody new with an e-mail address of their own. */
    const somebody = (wish: Partial<UpsertContact> = {}): UpsertContact & { email: string } => ({
      email: `${word()}@example.com`,
      firstName: 'Ada',
      lastName: 'Lovelace',
      ...wish,
    });
    const list = (query: ListContacts = {}): Promise<Contact[]> => collect(provider.listContacts(query));
    const idsOf = async (query: ListContacts): Promise<string[]> => (await list(query)).map(({ id }) => id);
    const callsOf = async (act: () => Promise<unknown>): Promise<number> => {
      const before = running.calls();
      await act();
      return running.calls() - before;
    };

    describe('upserting one', () => {
      it('makes a contact, then changes it and keeps what is not mentioned', async () => {
        const wish = somebody({ phone: '+44 20 7946 0000', company: 'Analytical Engines' });
        const first = await provider.upsertContact(wish);
        expect(first).toMatchObject({ created: true, contact: { ...wish, provider: subject.name } });
        expect(Math.abs(Date.now() - (first.contact.updatedAt?.getTime() ?? 0))).toBeLessThan(60_000);
        expect(first.contact.createdAt).toBeInstanceOf(Date);

        const second = await provider.upsertContact({ email: wish.email, lastName: 'King' });
        const changed = { ...wish, id: first.contact.id, lastName: 'King' };
        expect(second).toMatchObject({ created: false, contact: changed });
        expect(await provider.getContact(first.contact.id)).toMatchObject(changed);
      });

      it('knows a contact by the product’s own id, whatever its e-mail address becomes', async () => {
        const externalId = `customer-${word()}`;
        const first = await provider.upsertContact(somebody({ externalId }));
        expect(first).toMatchObject({ created: true, contact: { externalId } });
        const moved = somebody({ externalId });
        const second = await provider.upsertContact(moved);
        expect(second).toMatchObject({ created: false, contact: { ...moved, id: first.contact.id } });
        expect(await idsOf({ email: moved.email })).toEqual([first.contact.id]);
      });

      it('takes e-mail addresses for the same whatever their case and the spaces around them', async () => {
        const wish = somebody();
        const first = await provider.upsertContact({ ...wish, email: ` ${wish.email.toUpperCase()} ` });
        const second = await provider.upsertContact(wish);
        expect(second).toMatchObject({ created: false, contact: { id: first.contact.id } });
        expect(second.contact.email).toBe(wish.email);
        expect(await idsOf({ email: ` ${wish.email.toUpperCase()} ` })).toEqual([first.contact.id]);
      });

      it('leaves the same when it is done again', async () => {
        const wish = somebody({ externalId: word(), properties: { [custom.name]: custom.value } });
        const { contact } = await provider.upsertContact(wish);
        const again = await provider.upsertContact(wish);
        const { id, email, externalId, firstName, lastName, properties } = contact;
        expect(again.contact).toMatchObject({ id, email, externalId, firstName, lastName, properties });
      });

      it('makes one contact, however many ask at the same time', async () => {
        const wish = somebody();
        const made = await Promise.all(Array.from({ length: 5 }, () => provider.upsertContact(wish)));
        expect(new Set(made.map(({ contact }) => contact.id)).size).toBe(1);
        expect(made.filter(({ created }) => created)).toHaveLength(1);
        expect(await idsOf({ email: wish.email })).toEqual([made[0]?.contact.id]);
      });

      it.each(['reset-before', 'reset-after', 503] as const)(
        'makes one contact when the first attempt ends by %s',
        async (mode) => {
          const wish = somebody({ externalId: word() });
          running.failNext(mode);
          const { contact } = await provider.upsertContact(wish);
          expect(contact).toMatchObject(wish);
          expect(await idsOf({ externalId: wish.externalId })).toEqual([contact.id]);
        },
      );
    });

    describe('further properties', () => {
      it('come by the names of the field mapping when they are asked for', async () => {
        const wish = somebody({ properties: { [custom.name]: custom.value } });
        const { contact } = await provider.upsertContact(wish);
        expect(contact.properties).toEqual({ [custom.name]: custom.value });
        expect((await provider.getContact(contact.id)).properties).toEqual({});
        const asked = { properties: [custom.name] };
        expect((await provider.getContact(contact.id, asked)).properties).toEqual(wish.properties);
        const [found] = await list({ email: wish.email, ...asked });
        expect(found?.properties).toEqual(wish.properties);
      });

      it('change, and are emptied by null', async () => {
        const { email } = somebody();
        const set = async (value: string | null) =>
          (await provider.upsertContact({ email, lastName: 'King', properties: { [custom.name]: value } }))
            .contact;
        expect((await set(custom.value)).properties[custom.name]).toBe(custom.value);
        expect((await set(custom.other)).properties[custom.name]).toBe(custom.other);
        const { id } = await set(null);
        const emptied = await provider.getContact(id, { properties: [custom.name] });
        expect(emptied.properties).toEqual({ [custom.name]: null });
      });

      it('are refused by name when the provider does not have them', async () => {
        const wish = somebody({ properties: { [running.unknownProperty]: 'x' } });
        const field = `properties.${running.unknownProperty}`;
        expect(await refusedField(provider.upsertContact(wish))).toBe(field);
        expect(await list({ email: wish.email })).toEqual([]);
      });
    });

    describe('what cannot be a contact', () => {
      it('is one without a key, and nobody is called for it', async () => {
        const calls = await callsOf(async () => {
          expect(await refusedField(provider.upsertContact({ lastName: 'King' }))).toBe('email');
        });
        expect(calls).toBe(0);
        expect(await refusedField(provider.upsertContact({ email: ' ', lastName: 'King' }))).toBe('email');
      });

      it.each(['nope', 'a b@example.com', 'a@', '@example.com', 'a@example.com, b@example.com'])(
        'is one with %s for an e-mail address',
        async (email) => {
          expect(await refusedField(provider.upsertContact({ email, lastName: 'King' }))).toBe('email');
        },
      );
    });

    describe('an id that names nobody', () => {
      it('is not found', async () => {
        for (const id of [running.unknownId, '', '../companies', 'x\u0000', 'x'.repeat(5000)]) {
          await expect(provider.getContact(id)).rejects.toThrow(NotFoundError);
        }
      });
    });

    describe('listing', () => {
      it('finds exactly one address and exactly one external id', async () => {
        const wish = somebody({ externalId: word() });
        const { contact } = await provider.upsertContact(wish);
        await provider.upsertContact(
          somebody({ email: `x${wish.email}`, externalId: `${wish.externalId}x` }),
        );
        expect(await idsOf({ email: wish.email })).toEqual([contact.id]);
        expect(await idsOf({ externalId: wish.externalId ?? '' })).toEqual([contact.id]);
        expect(await list({ email: `nobody-${wish.email}` })).toEqual([]);
        expect(await list({ email: wish.email, externalId: 'of-somebody-else' })).toEqual([]);
      });

      it('finds words in names and addresses', async () => {
        const [lastName, local] = [word(), word()];
        const wish = somebody({ lastName, email: `${local}@example.com` });
        const { contact } = await provider.upsertContact(wish);
        expect(await idsOf({ search: lastName })).toEqual([contact.id]);
        expect(await idsOf({ search: lastName.toUpperCase() })).toEqual([contact.id]);
        expect(await idsOf({ search: wish.email })).toEqual([contact.id]);
        expect(await list({ search: word() })).toEqual([]);
      });

      it('comes page by page, each contact once', async () => {
        const lastName = word();
        const wishes = Array.from({ length: 5 }, () => somebody({ lastName }));
        const outcomes = await provider.upsertContacts(wishes);
        const ids = outcomes.map(idOf).toSorted();

        const first = await provider.pageOfContacts({ search: lastName, pageSize: 2 });
        expect(first.contacts).toHaveLength(2);
        const pageToken = first.nextPageToken ?? '';
        const second = await provider.pageOfContacts({ search: lastName, pageSize: 2, pageToken });
        const last = second.nextPageToken ?? '';
        const third = await provider.pageOfContacts({ search: lastName, pageSize: 2, pageToken: last });
        expect(third).toMatchObject({ nextPageToken: undefined });
        const paged = [first, second, third].flatMap(({ contacts }) => contacts.map(({ id }) => id));
        expect(paged.toSorted()).toEqual(ids);
        expect((await idsOf({ search: lastName, pageSize: 2 })).toSorted()).toEqual(ids);
      });

      it('has everybody when nothing is asked for, and fetches a page when the loop gets there', async () => {
        const wishes = Array.from({ length: 5 }, () => somebody());
        const ids = (await provider.upsertContacts(wishes)).map(idOf);
        const everybody = await idsOf({});
        expect(everybody).toEqual(expect.arrayContaining(ids));
        expect(new Set(everybody).size).toBe(everybody.length);
        const calls = await callsOf(async () => {
          for await (const contact of provider.listContacts({ pageSize: 2 })) if (contact) break;
        });
        expect(calls).toBe(1);
      });

      it('finds what has changed since a time', async () => {
        const { contact } = await provider.upsertContact(somebody());
        const changedAt = contact.updatedAt?.getTime() ?? Number.NaN;
        expect(await idsOf({ updatedFrom: new Date(changedAt) })).toContain(contact.id);
        expect(await idsOf({ updatedFrom: new Date(changedAt - 1000) })).toContain(contact.id);
        expect(await idsOf({ updatedFrom: new Date(changedAt + 60_000) })).toEqual([]);
        const { email = '' } = contact;
        expect(await idsOf({ email, updatedFrom: new Date(changedAt) })).toEqual([contact.id]);
      });

      it('refuses a page size out of bounds and a page token that is none', async () => {
        expect(await refusedField(provider.pageOfContacts({ pageSize: 0 }))).toBe('pageSize');
        expect(await refusedField(provider.pageOfContacts({ pageSize: 101 }))).toBe('pageSize');
        expect(await refusedField(provider.pageOfContacts({ pageToken: '../nothing' }))).toBe('pageToken');
      });
    });

    describe('text that means something elsewhere', () => {
      it('comes back exactly', async () => {
        const firstName = `${HOSTILE.join(' ')}\nsecond line\tend`.slice(0, 40);
        const lastName = 'Line one\nline “two”';
        for (const text of HOSTILE) {
          const { contact } = await provider.upsertContact(somebody({ firstName, lastName, company: text }));
          expect(await provider.getContact(contact.id)).toMatchObject({ firstName, lastName, company: text });
        }
      });

      it('finds only itself', async () => {
        const prefix = word();
        const wishes = HOSTILE.map((text) => somebody({ externalId: `${prefix}${text}`, lastName: prefix }));
        const ids = (await provider.upsertContacts(wishes)).map(idOf);
        expect(new Set(ids).size).toBe(HOSTILE.length);
        for (const [index, { externalId = '' }] of wishes.entries()) {
          expect(await list({ externalId })).toMatchObject([{ id: ids[index], externalId }]);
        }
        for (const externalId of HOSTILE) expect(await list({ externalId })).toEqual([]);
        const email = `o'brien+${prefix}@example.com`;
        const { contact } = await provider.upsertContact(somebody({ email }));
        expect(await idsOf({ email })).toEqual([contact.id]);
      });

      it('is no more than a word when it is searched for', async () => {
        const { contact } = await provider.upsertContact(somebody({ firstName: 'Grace', lastName: word() }));
        for (const search of ["' OR '1'='1", '" OR "1"="1', '\\', '%', '*', '(', '}', 'a AND', '?']) {
          expect(await idsOf({ search: `${search}${word()}` })).toEqual([]);
        }
        expect(contact.firstName).toBe('Grace');
      });
    });

    describe('upserting many', () => {
      it('takes the provider’s batches, answers in order, and leaves the same when it is done again', async () => {
        const wishes = Array.from({ length: 250 }, (_, index) => somebody({ firstName: `Nr ${index}` }));
        let outcomes: readonly ContactOutcome[] = [];
        const calls = await callsOf(async () => (outcomes = await provider.upsertContacts(wishes)));
        const { batchSize, callsPerBatch = 1 } = running;
        expect(calls).toBeLessThanOrEqual(Math.ceil(wishes.length / batchSize) * callsPerBatch);
        expect(outcomes).toHaveLength(250);
        expect(outcomes.filter((each) => 'id' in each && each.created === false)).toEqual([]);
        for (const index of [0, 99, 100, 199, 200, 249]) {
          const { email, firstName } = wishes[index] ?? {};
          expect(await provider.getContact(idOf(outcomes[index]))).toMatchObject({ email, firstName });
        }
        const again = await provider.upsertContacts(wishes);
        expect(again.map(idOf)).toEqual(outcomes.map(idOf));
        expect(again.filter((each) => 'id' in each && each.created)).toEqual([]);
      }, 60_000);

      it('does the others when some cannot be done, and says of each why', async () => {
        const good = [somebody({ externalId: word() }), somebody(), somebody()] as const;
        const outcomes = await provider.upsertContacts([
          good[0],
          { email: 'nope', lastName: 'King' },
          good[1],
          somebody({ properties: { [running.unknownProperty]: 'x' } }),
          { lastName: 'King' },
          good[2],
        ]);
        expect(outcomes).toHaveLength(6);
        expect(fieldOf(outcomes[1])).toBe('email');
        expect(fieldOf(outcomes[3])).toBe(`properties.${running.unknownProperty}`);
        expect(fieldOf(outcomes[4])).toBe('email');
        const done = [outcomes[0], outcomes[2], outcomes[5]].map(idOf);
        for (const [index, id] of done.entries()) {
          expect(await provider.getContact(id)).toMatchObject({ email: good[index]?.email });
        }
      });

      it('takes a contact that is there twice for one: as if written one after the other', async () => {
        const { email } = somebody();
        const outcomes = await provider.upsertContacts([
          { email, firstName: 'Augusta', lastName: 'Byron', company: 'First' },
          somebody(),
          { email: email.toUpperCase(), lastName: 'King' },
        ]);
        expect(idOf(outcomes[2])).toBe(idOf(outcomes[0]));
        expect(await provider.getContact(idOf(outcomes[0]))).toMatchObject({
          firstName: 'Augusta',
          lastName: 'King',
          company: 'First',
        });
        expect(await list({ email })).toHaveLength(1);
      });

      it('has nothing to do for nobody', async () => {
        const calls = await callsOf(async () => expect(await provider.upsertContacts([])).toEqual([]));
        expect(calls).toBe(0);
      });
    });

    it('keeps to the provider’s published description all along', () => {
      expect(running.violations?.() ?? []).toEqual([]);
    });
  });
}

/** A word that nobody else has. Letters and digits only, so that every search takes it for one. */
function word(): string {
  return `w${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

/** The one field that a call is refused for. */
async function refusedField(attempt: Promise<unknown>): Promise<string | undefined> {
  const [settled] = await Promise.allSettled([attempt]);
  return settled.status === 'rejected' ? fieldsOf(settled.reason) : undefined;
}

function idOf(outcome: ContactOutcome | undefined): string {
  if (outcome && 'id' in outcome) return outcome.id;
  throw new Error('The contact was not written.', { cause: outcome?.error });
}

/** The one field that a refused contact of several is refused for. */
function fieldOf(outcome: ContactOutcome | undefined): string | undefined {
  return outcome && 'error' in outcome ? fieldsOf(outcome.error) : undefined;
}

function fieldsOf(error: unknown): string | undefined {
  return error instanceof ValidationError ? error.details.map(({ field }) => field).join() : undefined;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
