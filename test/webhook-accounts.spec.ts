import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { WebhookAccounts } from '../src/webhooks/accounts/webhook-accounts.js';
import { eventually } from './support/eventually.js';
import { request, startTestHookline, type ApiAnswer, type TestHookline } from './support/hookline.js';
import { deliver, stripeEvent, stripeSignature } from './support/stripe-webhooks.js';

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline();
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** Delivers an event to an account, signed with this secret. */
function deliverTo(
  connectionId: string,
  secret: string,
  { body = stripeEvent(), url = hookline.url } = {},
): Promise<ApiAnswer> {
  return request(`${url}/webhooks/stripe/${connectionId}`, 'POST', body, {
    'Stripe-Signature': stripeSignature(body, { secret }),
  });
}

const setSecrets = (connectionId: string, ...secrets: string[]) =>
  hookline.api('PUT', `/v1/webhook-accounts/stripe/${connectionId}`, { secrets });

describe('Two accounts of one provider', () => {
  it('are each verified with their own secrets alone', async () => {
    await setSecrets('acct_red', 'whsec_red');
    await setSecrets('acct_blue', 'whsec_blue');
    expect(await deliverTo('acct_red', 'whsec_red')).toMatchObject({ status: 200, body: { stored: 1 } });
    expect(await deliverTo('acct_blue', 'whsec_blue')).toMatchObject({ status: 200, body: { stored: 1 } });
    expect((await deliverTo('acct_red', 'whsec_blue')).status).toBe(401);
    expect((await deliverTo('acct_blue', 'whsec_red')).status).toBe(401);
    const ownSecret = stripeEvent();
    expect(
      (await deliver(hookline.url, ownSecret, stripeSignature(ownSecret, { secret: 'whsec_red' }))).status,
    ).toBe(401);
  });

  it('may have events of the same id: both are kept, each with its account', async () => {
    await setSecrets('acct_one', 'whsec_one');
    await setSecrets('acct_two', 'whsec_two');
    const body = stripeEvent();
    expect((await deliverTo('acct_one', 'whsec_one', { body })).body).toEqual({ stored: 1, duplicates: 0 });
    expect((await deliverTo('acct_two', 'whsec_two', { body })).body).toEqual({ stored: 1, duplicates: 0 });
    expect((await deliverTo('acct_two', 'whsec_two', { body })).body).toEqual({ stored: 0, duplicates: 1 });
    const { rows } = await database.query(
      'SELECT connection_id FROM webhook_events WHERE external_id = $1 ORDER BY 1',
      [JSON.parse(body).id],
    );
    expect(rows).toEqual([{ connection_id: 'acct_one' }, { connection_id: 'acct_two' }]);
  });
});

describe('An account', () => {
  it('takes several secrets while they are rotated, and the old one no more once it is gone', async () => {
    await setSecrets('acct_rotating', 'whsec_old', 'whsec_new');
    expect((await deliverTo('acct_rotating', 'whsec_old')).status).toBe(200);
    expect((await deliverTo('acct_rotating', 'whsec_new')).status).toBe(200);
    await setSecrets('acct_rotating', 'whsec_new');
    expect((await deliverTo('acct_rotating', 'whsec_old')).status).toBe(401);
    expect((await deliverTo('acct_rotating', 'whsec_new')).status).toBe(200);
  });

  it('that is not there is a 404 that says how to make it, whatever its id looks like', async () => {
    const answer = await deliverTo('acct_nobody', 'whsec_x');
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect(answer.body.error.message).toContain('PUT /v1/webhook-accounts/stripe/acct_nobody');
    for (const id of ['%00', '%F0%9F%92%B3', 'a.b', 'x'.repeat(100)]) {
      expect([id, (await deliverTo(id, 'whsec_x')).status]).toEqual([id, 404]);
    }
  });

  it('is known as soon as it was made, even if its webhooks came too early', async () => {
    expect((await deliverTo('acct_early', 'whsec_early')).status).toBe(404);
    await setSecrets('acct_early', 'whsec_early');
    expect((await deliverTo('acct_early', 'whsec_early')).status).toBe(200);
  });

  it('may have an id of 100 letters, digits, _ and -', async () => {
    const id = 'Ab_9-'.repeat(20);
    expect((await setSecrets(id, 'whsec_long')).status).toBe(200);
    expect((await deliverTo(id, 'whsec_long')).status).toBe(200);
  });

  it('is forgotten by DELETE', async () => {
    await setSecrets('acct_leaving', 'whsec_leaving');
    expect((await deliverTo('acct_leaving', 'whsec_leaving')).status).toBe(200);
    expect((await hookline.api('DELETE', '/v1/webhook-accounts/stripe/acct_leaving')).status).toBe(204);
    expect((await deliverTo('acct_leaving', 'whsec_leaving')).status).toBe(404);
    expect((await hookline.api('DELETE', '/v1/webhook-accounts/stripe/acct_leaving')).status).toBe(404);
    expect((await hookline.api('GET', '/v1/webhook-accounts/stripe/acct_leaving')).status).toBe(404);
  });

  it('changed in one process is known to another within moments', async () => {
    const replica = await startTestHookline({ databaseUrl: hookline.databaseUrl });
    const { url } = replica;
    await setSecrets('acct_shared', 'whsec_before');
    expect((await deliverTo('acct_shared', 'whsec_before', { url })).status).toBe(200);
    await setSecrets('acct_shared', 'whsec_after');
    // Well within the ten seconds for which it would believe the old secret otherwise.
    await eventually(
      'the replica takes the new secret',
      async () => (await deliverTo('acct_shared', 'whsec_after', { url })).status === 200 || undefined,
      6_000,
    );
    expect((await deliverTo('acct_shared', 'whsec_before', { url })).status).toBe(401);
    await replica.close();
  });

  it('can be looked after by a product that runs Hookline inside itself', async () => {
    const accounts = hookline.app.get(WebhookAccounts, { strict: false });
    const name = { provider: 'stripe', connectionId: 'acct_inside' };
    await accounts.set(name, { secrets: ['whsec_inside'], tenant: 'in-house' });
    expect((await deliverTo('acct_inside', 'whsec_inside')).status).toBe(200);
    expect(await accounts.list({ tenant: 'in-house' }, 10)).toMatchObject([{ ...name, secretCount: 1 }]);
    await expect(accounts.set(name, { secrets: [] })).rejects.toThrow('secrets');
    expect(await accounts.remove(name)).toBe(true);
    expect(await accounts.remove(name)).toBe(false);
  });
});

describe('/v1/webhook-accounts', () => {
  it('shows how many secrets there are and since when, never the secrets; they are sealed in the database', async () => {
    const put = await hookline.api('PUT', '/v1/webhook-accounts/stripe/acct_shy', {
      secrets: ['whsec_shy_1', 'whsec_shy_2'],
      tenant: 'tenant_7',
    });
    const account = {
      provider: 'stripe',
      connection_id: 'acct_shy',
      tenant: 'tenant_7',
      secret_count: 2,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    };
    expect(put).toMatchObject({ status: 200, body: account });
    const one = await hookline.api('GET', '/v1/webhook-accounts/stripe/acct_shy');
    expect(one.body).toEqual(account);
    const list = await hookline.api('GET', '/v1/webhook-accounts?tenant=tenant_7');
    expect(list.body).toEqual({ data: [account], next_cursor: null });
    expect(JSON.stringify([put.body, one.body, list.body])).not.toContain('shy_1');
    const { rows } = await database.query(
      "SELECT sealed_secrets FROM webhook_accounts WHERE connection_id = 'acct_shy'",
    );
    expect(rows[0].sealed_secrets.toString('latin1')).not.toContain('whsec');
  });

  it('does not open secrets that were copied to another account', async () => {
    await setSecrets('acct_victim', 'whsec_victim');
    await setSecrets('acct_thief', 'whsec_thief');
    await database.query(
      `UPDATE webhook_accounts SET sealed_secrets = (
         SELECT sealed_secrets FROM webhook_accounts WHERE connection_id = 'acct_thief')
       WHERE connection_id = 'acct_victim'`,
    );
    expect((await deliverTo('acct_victim', 'whsec_thief')).status).toBe(500);
    await hookline.api('DELETE', '/v1/webhook-accounts/stripe/acct_victim');
  });

  it('pages through all accounts, each once', async () => {
    for (let index = 0; index < 7; index += 1) await setSecrets(`page_${index}`, 'whsec_page');
    const { rows } = await database.query(
      'SELECT connection_id FROM webhook_accounts ORDER BY connection_id',
    );
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await hookline.api('GET', `/v1/webhook-accounts?provider=stripe&limit=3${cursor}`);
      seen.push(...body.data.map((account: { connection_id: string }) => account.connection_id));
      if (!body.next_cursor) break;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
    expect(seen).toHaveLength(rows.length);
    expect(new Set(seen)).toEqual(new Set(rows.map(({ connection_id: id }) => id)));
    expect((await hookline.api('GET', '/v1/webhook-accounts?provider=slack')).body.data).toEqual([]);
  });

  it.each([
    ['no secrets', { secrets: [] }, 'secrets'],
    ['too many secrets', { secrets: Array.from({ length: 9 }, (_, n) => `whsec_${n}`) }, 'secrets'],
    ['an empty secret', { secrets: ['whsec_a', ''] }, 'secrets.1'],
    ['a secret that was pasted with its line break', { secrets: ['whsec_a\n'] }, 'secrets.0'],
    ['a field that it does not know', { secrets: ['whsec_a'], secret: 'whsec_b' }, 'secret'],
    ['an empty tenant', { secrets: ['whsec_a'], tenant: '' }, 'tenant'],
  ])('refuses %s, naming the field', async (_name, body, field) => {
    const answer = await hookline.api('PUT', '/v1/webhook-accounts/stripe/acct_wrong', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(answer.body.error.details.map((detail: { field: string }) => detail.field)).toContain(field);
    expect(JSON.stringify(answer.body)).not.toContain('whsec_');
  });

  it('refuses ids that do not fit into an address, unknown providers, wrong cursors and keys without the scope', async () => {
    const settings = { secrets: ['whsec_a'] };
    for (const id of ['a.b', '%00', 'x'.repeat(101), 'a%2Fb']) {
      expect((await hookline.api('PUT', `/v1/webhook-accounts/stripe/${id}`, settings)).status).toBe(400);
    }
    const unknown = await hookline.api('PUT', '/v1/webhook-accounts/nobody/acct', settings);
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect((await hookline.api('GET', '/v1/webhook-accounts?cursor=7')).status).toBe(400);
    const reader = { Authorization: `Bearer ${await hookline.createKey('webhooks:read')}` };
    expect((await hookline.api('GET', '/v1/webhook-accounts', undefined, reader)).status).toBe(200);
    expect((await hookline.api('PUT', '/v1/webhook-accounts/stripe/acct', settings, reader)).status).toBe(
      403,
    );
    expect((await hookline.api('DELETE', '/v1/webhook-accounts/stripe/acct', undefined, reader)).status).toBe(
      403,
    );
  });
});
