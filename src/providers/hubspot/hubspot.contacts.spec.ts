import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenConnection } from '../../../test/support/connections.js';
import { startTestHookline, type TestHookline } from '../../../test/support/hookline.js';
import type { UpsertContact } from '../../contracts/contacts.js';
import type { IntegrationError } from '../../contracts/errors.js';
import { type HubSpotSandbox, startHubSpotSandbox } from '../../sandbox/hubspot/hubspot-sandbox.js';
import { HubSpotContactsProvider } from './hubspot.contacts.js';

let sandbox: HubSpotSandbox;
let hookline: TestHookline;
let contacts: HubSpotContactsProvider;
beforeAll(async () => {
  sandbox = await startHubSpotSandbox({ port: 0 });
  hookline = await startTestHookline({
    environment: {
      ...sandbox.environment,
      HUBSPOT_CONTACT_FIELDS: 'tier:loyalty_tier',
      HUBSPOT_CONTACT_EXTERNAL_ID: 'customer_number',
      HUBSPOT_RATE_LIMIT: '1000000',
      HUBSPOT_RETRY_DELAY: '0.01',
    },
  });
  contacts = hookline.app.get(HubSpotContactsProvider, { strict: false });
});
afterAll(async () => {
  await hookline.close();
  await sandbox.close();
});

const word = () => `w${randomUUID().replaceAll('-', '').slice(0, 20)}`;
const somebody = (wish: Partial<UpsertContact> = {}) => ({
  email: `${word()}@example.com`,
  lastName: 'Lovelace',
  ...wish,
});
const crowd = (count: number, wish: (index: number) => Partial<UpsertContact> = () => ({})) =>
  Array.from({ length: count }, (_, index) => somebody(wish(index)));

async function failureOf(attempt: Promise<unknown>): Promise<IntegrationError> {
  const settled = await Promise.allSettled([attempt]);
  if (settled[0].status === 'fulfilled') throw new Error('It succeeded.');
  return settled[0].reason as IntegrationError;
}

/** The outcomes of many, and how many calls they took. */
async function upsertMany(wishes: readonly UpsertContact[], provider = contacts) {
  const before = sandbox.calls();
  const outcomes = await provider.upsertContacts(wishes);
  const errors = outcomes.map((each) => ('error' in each ? each.error : undefined));
  return { errors, refused: errors.filter(Boolean), calls: sandbox.calls() - before };
}

describe('a batch of which HubSpot refuses some', () => {
  it('leaves out whoever has a property that is not there, and needs one call more', async () => {
    const wishes = crowd(100, (index) => (index % 2 ? { properties: { no_such_property: 'x' } } : {}));
    const { errors, calls } = await upsertMany(wishes);
    expect(calls).toBe(2);
    for (const [index, error] of errors.entries()) {
      if (index % 2) expect(error).toMatchObject({ details: [{ field: 'properties.no_such_property' }] });
      else expect(error).toBeUndefined();
    }
  });

  it('finds whose value it is that HubSpot quotes', async () => {
    const wishes = crowd(100, (index) => ({ properties: { tier: index === 41 ? 'diamond' : 'gold' } }));
    const { errors, refused, calls } = await upsertMany(wishes);
    expect(errors[41]).toMatchObject({ details: [{ field: 'properties.tier' }] });
    expect(refused).toHaveLength(1);
    expect(calls).toBe(3);
  });

  it('seeks by halves where HubSpot does not say whom it means', async () => {
    const taken = somebody({ externalId: word() });
    await contacts.upsertContact(taken);
    // By e-mail address HubSpot refuses the whole batch: this external id belongs to another.
    const wishes = crowd(64);
    wishes[20] = somebody({ properties: { customer_number: taken.externalId ?? '' } });
    const { errors, refused, calls } = await upsertMany(wishes);
    expect(errors[20]).toMatchObject({ code: 'CONFLICT' });
    expect(refused).toHaveLength(1);
    expect(calls).toBeLessThanOrEqual(1 + 2 * Math.log2(64));
  });

  it('reads each contact’s own error where HubSpot gives one', async () => {
    const taken = somebody({ externalId: word() });
    await contacts.upsertContact(taken);
    const wishes = crowd(10, () => ({ externalId: word() }));
    wishes[3] = somebody({ externalId: word(), email: taken.email });
    wishes[7] = somebody({ externalId: word(), properties: { tier: 'diamond' } });
    const { errors, refused, calls } = await upsertMany(wishes);
    expect(calls).toBe(1);
    expect(refused).toHaveLength(2);
    expect(errors[3]).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Existing ID') });
    expect(errors[7]).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ field: 'properties.tier' }] });
  });

  it('says of each that it was not done once HubSpot can no longer be spoken to', async () => {
    const wishes = crowd(500);
    sandbox.failNext({ path: /upsert/, mode: 403, times: 1 });
    const { errors, refused, calls } = await upsertMany(wishes);
    expect(refused).toHaveLength(200);
    expect(errors.slice(400)).toEqual(Array(100).fill(expect.objectContaining({ name: 'PermissionError' })));
    expect(calls).toBe(4);
  });

  it('fails whole when nothing was done', async () => {
    sandbox.failNext({ mode: 403, times: 1 });
    const failure = await failureOf(contacts.upsertContacts(crowd(3)));
    expect(failure).toMatchObject({ name: 'PermissionError', operation: 'contacts.upsertMany' });
  });
});

describe('an answer that is lost', () => {
  it.each(['reset-before', 'reset-after', 503, 423] as const)('by %s: is asked for again', async (mode) => {
    const before = sandbox.calls();
    sandbox.failNext({ mode });
    const { contact } = await contacts.upsertContact(somebody());
    expect(sandbox.calls() - before).toBe(3);
    expect(contact.lastName).toBe('Lovelace');
  });

  it('of a search: is asked for again, too', async () => {
    sandbox.failNext({ path: /search/, mode: 'reset-after' });
    expect(await contacts.pageOfContacts({ search: word() })).toEqual({
      contacts: [],
      nextPageToken: undefined,
    });
  });
});

describe('HubSpot’s limits', () => {
  it('of the search hold nothing else up', async () => {
    const { contact } = await contacts.upsertContact(somebody());
    sandbox.failNext({ path: /search/, mode: 'search-limit', times: 4 });
    const limited = await failureOf(contacts.pageOfContacts({ search: word() }));
    expect(limited).toMatchObject({ name: 'RateLimitError', retryAfterMs: 1000 });
    const found = await contacts.getContact(contact.id, {}, { timeoutMs: 1500 });
    expect(found.id).toBe(contact.id);
  });

  it('of the day are not waited for', async () => {
    // An account of its own: the pause that follows is not for the others.
    const { contact } = await contacts.upsertContact(somebody());
    const accessToken = sandbox.environment.HUBSPOT_ACCESS_TOKEN ?? '';
    const connectionId = await givenConnection(hookline, { provider: 'hubspot', accessToken });
    const before = sandbox.calls();
    sandbox.failNext({ mode: 'daily-limit' });
    const failure = await failureOf(contacts.getContact(contact.id, {}, { connectionId }));
    expect(failure).toMatchObject({ name: 'RateLimitError', retryAfterMs: 3_600_000 });
    expect(failure.message).toContain('daily limit');
    expect(sandbox.calls() - before).toBe(1);
  });

  it('of ten seconds are waited for while there is time', async () => {
    const accessToken = sandbox.environment.HUBSPOT_ACCESS_TOKEN ?? '';
    const connectionId = await givenConnection(hookline, { provider: 'hubspot', accessToken });
    sandbox.failNext({ mode: 'ten-secondly-limit' });
    const failure = await failureOf(contacts.getContact('101', {}, { connectionId, timeoutMs: 500 }));
    expect(failure).toMatchObject({ name: 'RateLimitError', retryAfterMs: 10_000 });
  });
});

describe('who may', () => {
  it('is told where to look when HubSpot refuses the token', async () => {
    sandbox.failNext({ mode: 401 });
    const failure = await failureOf(contacts.getContact('101'));
    expect(failure).toMatchObject({ name: 'AuthenticationError', requestId: expect.any(String) });
    expect(failure.message).toContain('HUBSPOT_ACCESS_TOKEN');
  });

  it('is nobody without a token', async () => {
    const { HUBSPOT_ACCESS_TOKEN: _none, ...environment } = sandbox.environment;
    const bare = await startTestHookline({ environment });
    try {
      const provider = bare.app.get(HubSpotContactsProvider, { strict: false });
      const failure = await failureOf(provider.getContact('101'));
      expect(failure).toMatchObject({ name: 'NotConfiguredError' });
      expect(failure.message).toContain('HUBSPOT_ACCESS_TOKEN');
      const unnamed = await failureOf(provider.upsertContact(somebody({ externalId: '42' })));
      expect(unnamed).toMatchObject({
        details: [{ field: 'externalId', issue: expect.stringContaining('HUBSPOT_CONTACT_EXTERNAL_ID') }],
      });
    } finally {
      await bare.close();
    }
  });

  it('says so when the property of the external ids is not a unique one', async () => {
    const environment = { ...sandbox.environment, HUBSPOT_CONTACT_EXTERNAL_ID: 'jobtitle' };
    const mistaken = await startTestHookline({ environment });
    try {
      const provider = mistaken.app.get(HubSpotContactsProvider, { strict: false });
      const before = sandbox.calls();
      const wishes = crowd(10, () => ({ externalId: word() }));
      const failure = await failureOf(provider.upsertContacts(wishes));
      expect(failure.message).toContain('HUBSPOT_CONTACT_EXTERNAL_ID');
      expect(sandbox.calls() - before).toBe(1);
    } finally {
      await mistaken.close();
    }
  });
});

describe('the properties of HubSpot’s own', () => {
  it('can be written and read by their own names, numbers and truths as text', async () => {
    const properties = { jobtitle: 'Countess', annualrevenue: 1842, city: '' };
    const { contact } = await contacts.upsertContact(somebody({ properties }));
    expect(contact.properties).toEqual({ jobtitle: 'Countess', annualrevenue: '1842', city: null });
    expect(contact.raw.properties).toMatchObject({ hs_object_id: contact.id, jobtitle: 'Countess' });
  });

  it('cannot all be written', async () => {
    const failure = await failureOf(
      contacts.upsertContact(somebody({ properties: { hs_object_id: '1', lifecyclestage: 'angel' } })),
    );
    expect(failure).toMatchObject({
      details: [{ field: 'properties.hs_object_id' }, { field: 'properties.lifecyclestage' }],
    });
    expect(failure.message).not.toContain('angel');
  });
});
