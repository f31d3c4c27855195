import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { Connections } from '../../src/connections/accounts/connections.service.js';
import { platformConfig } from '../../src/platform/config/platform.config.js';
import { COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { KeyRotation, type KeyRotationResult } from '../../src/platform/secrets/key-rotation.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { WebhookAccounts } from '../../src/webhooks/accounts/webhook-accounts.js';
import { givenConnection } from '../support/connections.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];

/** The service before the keys are changed, and after. */
let before: TestHookline;
let after: TestHookline;
let database: Client;

beforeAll(async () => {
  before = await startTestHookline({ environment: { ENCRYPTION_KEYS: OLD } });
  after = await startTestHookline({
    environment: { ENCRYPTION_KEYS: `${NEW},${OLD}` },
    databaseUrl: before.databaseUrl,
  });
  database = new Client({ connectionString: before.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await after?.close();
  await before?.close();
});
beforeEach(async () => {
  for (const table of [
    'connections',
    'connection_subscriptions',
    'webhook_accounts',
    'idempotency_records',
  ]) {
    await database.query(`DELETE FROM ${table}`);
  }
});

/** What only knows the new key. */
const newBox = new SealedBox(platformConfig.read({ ENCRYPTION_KEYS: NEW }));
const rotate = () => after.app.get(KeyRotation).rotate(COMMAND_LINE);
const resealed = ({ tables }: KeyRotationResult) =>
  Object.fromEntries(tables.map((table) => [table.table, table.resealed]));
const credentialOf = async (id: string) => {
  const { rows } = await database.query<{ sealed: Uint8Array; key: string }>(
    'SELECT sealed_credential AS sealed, sealing_key_id AS key FROM connections WHERE id = $1',
    [id],
  );
  return { text: newBox.open(rows[0]?.sealed ?? new Uint8Array(), `connection:${id}`), key: rows[0]?.key };
};
const keyOf = async (id: string) => {
  const { rows } = await database.query<{ key: string }>(
    'SELECT sealing_key_id AS key FROM connections WHERE id = $1',
    [id],
  );
  return rows[0]?.key;
};
const given = (accessToken: string) => givenConnection(before, { provider: 'slack', accessToken });

describe('the rotation of keys', () => {
  it('seals all that is sealed anew, so that the old key can go', async () => {
    const id = await given('xoxb-one');
    await before.app
      .get(WebhookAccounts, { strict: false })
      .set({ provider: 'slack', connectionId: 'acme' }, { secrets: ['8f742231b10e8888abcd99yyyzzz85a5'] });
    const box = before.app.get(SealedBox);
    await database.query(
      `INSERT INTO connection_subscriptions (id, connection_id, kind, resource, external_id, sealed_state)
       VALUES ('0198a1b2-0000-7000-8000-000000000001', $1, 'watch', 'inbox', 'w1', $2)`,
      [id, box.seal('{"token":"t"}', 'connection-subscription:0198a1b2-0000-7000-8000-000000000001')],
    );
    const payment = { amount: 1999, currency: 'EUR', provider: 'nobody' };
    const headers = { 'Idempotency-Key': 'a/b "c"' };
    const first = await before.api('POST', '/v1/payments', payment, headers);
    expect(first.status).toBe(404);

    const result = await rotate();
    expect(result.keyId).toBe('new');
    expect(resealed(result)).toEqual({
      connections: 1,
      connection_subscriptions: 1,
      webhook_accounts: 1,
      idempotency_records: 1,
      endpoint_secrets: 0,
      endpoint_headers: 0,
    });
    expect(result.tables.every(({ remaining, unreadable }) => !remaining && !unreadable.length)).toBe(true);
    expect(await credentialOf(id)).toEqual({ text: '{"accessToken":"xoxb-one"}', key: 'new' });
    expect(Object.values(resealed(await rotate()))).toEqual([0, 0, 0, 0, 0, 0]);

    const audit = await database.query(
      `SELECT target, details FROM audit_entries WHERE action = 'keys.rotated'`,
    );
    expect(audit.rows[0]).toEqual({ target: 'encryption_key:new', details: { resealed: 4, unreadable: 0 } });
  });

  it('goes through more than fit into one batch', async () => {
    let last = '';
    for (let count = 1; count <= 205; count += 1) last = await given(`xoxb-${count}`);
    expect(resealed(await rotate())).toMatchObject({ connections: 205 });
    expect((await credentialOf(last)).text).toBe('{"accessToken":"xoxb-205"}');
  });

  it('never overwrites a credential that a refresh stores meanwhile', async () => {
    const id = await given('xoxb-before-the-refresh');
    // A refresh on a process that seals with the old key still: it holds the row while it asks the provider.
    const refreshing = new Client({ connectionString: before.databaseUrl });
    await refreshing.connect();
    await refreshing.query('BEGIN');
    await refreshing.query('SELECT 1 FROM connections WHERE id = $1 FOR UPDATE', [id]);
    const next = await given('xoxb-the-next-row');
    const rotation = rotate();
    await eventually('the rotation is past the row that is held', async () =>
      (await keyOf(next)) === 'new' ? true : undefined,
    );
    const fresh = JSON.stringify({ accessToken: 'xoxb-after-the-refresh' });
    const sealed = before.app.get(SealedBox).seal(fresh, `connection:${id}`);
    await refreshing.query(
      'UPDATE connections SET sealed_credential = $2, credential_version = 2, sealing_key_id = $3 WHERE id = $1',
      [id, sealed, 'old'],
    );
    await refreshing.query('COMMIT');
    await refreshing.end();
    expect(resealed(await rotation)).toMatchObject({ connections: 2 });
    expect(await credentialOf(id)).toEqual({ text: fresh, key: 'new' });
  });

  it('leaves what cannot be opened as it is, tells where it is, and goes on', async () => {
    const ids = await Promise.all(['xoxb-a', 'xoxb-b', 'xoxb-c'].map(given));
    const [, tampered = '', copied = ''] = ids.toSorted();
    await database.query(
      `UPDATE connections SET sealed_credential = set_byte(sealed_credential, length(sealed_credential) - 1,
         get_byte(sealed_credential, length(sealed_credential) - 1) # 1) WHERE id = $1`,
      [tampered],
    );
    await database.query(
      'UPDATE connections SET sealed_credential = (SELECT sealed_credential FROM connections WHERE id = $2) WHERE id = $1',
      [copied, ids.toSorted()[0]],
    );
    const { tables } = await rotate();
    const connections = tables.find(({ table }) => table === 'connections');
    expect(connections).toMatchObject({
      resealed: 1,
      remaining: 0,
      unreadable: [
        { id: tampered, reason: expect.stringContaining('was changed, or belongs to another row') },
        { id: copied, reason: expect.stringContaining('was changed, or belongs to another row') },
      ],
    });
  });

  it('is not noticed by calls of a running service', async () => {
    const id = await given('xoxb-in-use');
    const connections = after.app.get(Connections);
    expect((await connections.credential(id)).headers).toEqual({ authorization: 'Bearer xoxb-in-use' });
    await rotate();
    expect((await connections.credential(id)).headers).toEqual({ authorization: 'Bearer xoxb-in-use' });
  });
});
