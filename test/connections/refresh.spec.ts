import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { Connecting } from '../../src/connections/accounts/connecting.js';
import { Connections } from '../../src/connections/accounts/connections.service.js';
import { Disconnecting } from '../../src/connections/accounts/disconnecting.js';
import { DueRefreshes } from '../../src/connections/refresh/due-refreshes.js';
import { Refreshing } from '../../src/connections/refresh/refreshing.js';
import type { Connection, TokenGrant } from '../../src/contracts/connections.js';
import { ConnectionNeedsReauthError, ProviderUnavailableError } from '../../src/contracts/errors.js';
import { COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { AcmeClient, AcmeModule, ConnectionNews } from '../support/acme.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { RotatingAuthorizationServer } from '../support/rotating-authorization-server.js';

/** FAULTS A1, A2 within one process; `cluster.spec.ts` has several. */

let acme: RotatingAuthorizationServer;
let hookline: TestHookline;
let database: Client;
let accounts = 0;

beforeAll(async () => {
  acme = await RotatingAuthorizationServer.start();
  hookline = await startTestHookline({ imports: [AcmeModule.at(acme.url)] });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
  await acme?.close();
});
beforeEach(async () => {
  acme.reset();
  await database.query("UPDATE connections SET refresh_at = NULL WHERE status = 'connected'");
});

const connections = () => hookline.app.get(Connections);
const refreshing = () => hookline.app.get(Refreshing);
const things = (id: string) => hookline.app.get(AcmeClient, { strict: false }).things(id);
const newsOf = (id: string) => hookline.app.get(ConnectionNews, { strict: false }).typesFor(id);
const runJob = () => hookline.app.get(DueRefreshes, { strict: false }).run();
const accessTokenOf = async (id: string) => (await connections().credential(id)).headers['authorization'];

async function connect(grant: TokenGrant): Promise<Connection> {
  accounts += 1;
  const proved = { provider: 'acme', tenant: undefined, actor: COMMAND_LINE };
  const account = { id: `A${accounts}`, label: `Acme ${accounts}` };
  return hookline.app.get(Connecting).withGrant(proved, account, grant, ['read']);
}

async function reread(id: string): Promise<Connection> {
  const connection = await connections().get(id);
  if (!connection) throw new Error(`There is no connection ${id}.`);
  return connection;
}

/** As if the time for its refresh had come. */
const makeDue = (id: string) =>
  database.query("UPDATE connections SET refresh_at = now() - interval '1 second' WHERE id = $1", [id]);

const LIFETIME_MS = 3_600_000;

describe('a token', () => {
  it('is renewed ahead of its end, and the rotated refresh token kept: it works time and again', async () => {
    const grant = acme.grant();
    const { id, refreshAt } = await connect(grant);
    expect(refreshAt?.getTime()).toBeLessThan(Date.now() + LIFETIME_MS - 5 * 60_000);
    const seen = new Set([grant.accessToken]);
    for (const round of [1, 2, 3]) {
      await makeDue(id);
      await runJob();
      expect(acme).toMatchObject({ refreshes: round, invalidGrants: 0 });
      seen.add((await accessTokenOf(id)) ?? '');
      expect(await things(id)).toBe(200);
    }
    expect(seen.size).toBe(4);
    const after = await reread(id);
    expect(after).toMatchObject({ status: 'connected', refreshFailures: 0, lastError: undefined });
    expect(after.refreshAt?.getTime()).toBeGreaterThan(Date.now() + LIFETIME_MS / 2);
    await runJob();
    expect(acme.refreshes).toBe(3);
  });

  it('that is about to end is renewed before a call, once for fifty', async () => {
    const { id } = await connect({ ...acme.grant(), expiresAt: new Date(Date.now() + 1) });
    acme.thinkMs = 50;
    const statuses = await Promise.all(Array.from({ length: 50 }, () => things(id)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(acme).toMatchObject({ refreshes: 1, invalidGrants: 0 });
  });

  it('that the provider refuses is renewed, once for fifty', async () => {
    const { id } = await connect(acme.grant());
    expect(await things(id)).toBe(200);
    acme.endAccessTokens();
    const statuses = await Promise.all(Array.from({ length: 50 }, () => things(id)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(acme).toMatchObject({ refreshes: 1, invalidGrants: 0 });
  });

  it('that is new and refused is not renewed again and again', async () => {
    const { id } = await connect(acme.grant());
    acme.refusesCalls = true;
    for (let call = 0; call < 3; call += 1) expect(await things(id)).toBe(401);
    expect(acme.refreshes).toBe(1);
    acme.refusesCalls = false;
    expect(await things(id)).toBe(200);
  });

  it('that nothing was given to renew it with needs a person when it has ended', async () => {
    const { id } = await connect({
      ...acme.grant({ refreshable: false }),
      expiresAt: new Date(Date.now() + 1),
    });
    await expect(things(id)).rejects.toThrow(ConnectionNeedsReauthError);
    expect(acme.refreshes).toBe(0);
    expect((await reread(id)).lastError?.message).toContain('nothing to refresh it with');
  });
});

describe('a refresh token that is refused', () => {
  it('needs a person: said once, and the provider is left alone from then on', async () => {
    const grant = acme.grant();
    const { id } = await connect(grant);
    acme.endGrant(grant);
    await makeDue(id);
    await runJob();
    expect(acme).toMatchObject({ refreshes: 1, invalidGrants: 1 });
    expect(await reread(id)).toMatchObject({
      status: 'needs_reauth',
      refreshAt: undefined,
      lastError: { message: expect.stringContaining('invalid_grant') },
    });

    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => things(id)));
    for (const call of calls) {
      expect(call).toMatchObject({ reason: { code: 'CONNECTION_NEEDS_REAUTH', connectionId: id } });
    }
    await runJob();
    await expect(refreshing().refresh(id)).rejects.toThrow('POST /v1/connect-links');
    expect(acme.refreshes).toBe(1);
    const { rows } = await database.query(
      "SELECT actor FROM audit_entries WHERE action = 'connection.needs_reauth' AND target = $1",
      [`connection:${id}`],
    );
    expect(rows).toEqual([{ actor: 'Hookline' }]);
    await eventually('the product knows', () => newsOf(id).includes('needs_reauth') || undefined);
    expect(newsOf(id).filter((type) => type === 'needs_reauth')).toHaveLength(1);
  });

  it('is believed only when no other process has rotated it meanwhile', async () => {
    const grant = acme.grant();
    const { id } = await connect(grant);
    acme.endGrant(grant);
    // Another process whose lock was lost, as seen by this one while it waits for the answer.
    acme.thinkMs = 300;
    const refreshed = refreshing().refresh(id, 1);
    await eventually('the provider is asked', () => acme.refreshes || undefined);
    await breakLockAndRotate(id);
    await expect(refreshed).rejects.toThrow(/connection/i);
    expect(await reread(id)).toMatchObject({ status: 'connected' });
  });
});

/** Ends the transactions that hold a lock on the row, and counts its credential on. */
async function breakLockAndRotate(id: string): Promise<void> {
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`,
  );
  await eventually('the lock is gone', async () => {
    const { rowCount } = await database.query(
      'UPDATE connections SET credential_version = credential_version + 1 WHERE id = $1',
      [id],
    );
    return rowCount ?? undefined;
  });
}

describe('a provider that cannot answer', () => {
  it('is asked again later, and the old token is used as long as it lives', async () => {
    const { id } = await connect(acme.grant());
    acme.misbehave('fail', 3); // the road tries three times
    await makeDue(id);
    await runJob();
    const failed = await reread(id);
    expect(failed).toMatchObject({ status: 'connected', refreshFailures: 1 });
    expect(failed.lastError?.message).toContain('Try again later');
    expect(failed.refreshAt?.getTime()).toBeGreaterThan(Date.now() + 10_000);
    expect(await things(id)).toBe(200);
    await runJob();
    expect(acme.refreshes).toBe(3);

    await refreshing().refresh(id);
    expect(await reread(id)).toMatchObject({ refreshFailures: 0, lastError: undefined });
    expect(newsOf(id)).not.toContain('needs_reauth');
  });

  it('costs a call its token only when that has ended, and then it is not asked by every call', async () => {
    const { id } = await connect({ ...acme.grant(), expiresAt: new Date(Date.now() + 1) });
    acme.misbehave('fail', 3);
    for (let call = 0; call < 3; call += 1)
      await expect(things(id)).rejects.toThrow(ProviderUnavailableError);
    expect(acme.refreshes).toBe(3);
    expect((await reread(id)).status).toBe('connected');
  });

  it('and gives a new token whose answer is lost, has it asked for again', async () => {
    acme.forgiving = true;
    const { id } = await connect(acme.grant());
    acme.misbehave('drop', 1);
    await refreshing().refresh(id);
    expect(acme.refreshes).toBe(2);
    expect(await things(id)).toBe(200);
  });

  it('holds up no other connection', async () => {
    const broken = await connect(acme.grant());
    const others = await Promise.all([connect(acme.grant()), connect(acme.grant())]);
    await database.query("UPDATE connections SET sealed_credential = '\\x00' WHERE id = $1", [broken.id]);
    for (const { id } of [broken, ...others]) await makeDue(id);
    await runJob();
    expect(acme.refreshes).toBe(2);
    expect((await reread(broken.id)).refreshFailures).toBe(1);
    for (const { id } of others) expect((await reread(id)).refreshedAt).toBeInstanceOf(Date);
  });
});

it('A connection that is disconnected while a refresh waits stays disconnected', async () => {
  const { id } = await connect(acme.grant());
  acme.thinkMs = 200;
  const first = refreshing().refresh(id);
  await eventually('the provider is asked', () => acme.refreshes || undefined);
  const disconnected = hookline.app.get(Disconnecting).disconnect(id, COMMAND_LINE);
  await first;
  expect((await disconnected).connection.status).toBe('disconnected');
  await expect(refreshing().refresh(id)).rejects.toThrow('was disconnected');
  await makeDue(id);
  await runJob();
  expect(acme.refreshes).toBe(1);
  expect(await reread(id)).toMatchObject({ status: 'disconnected', expiresAt: undefined });
});

it('A new token survives that PostgreSQL loses the transaction it was to be stored in', async () => {
  const { id } = await connect(acme.grant());
  acme.thinkMs = 300;
  const refreshed = refreshing().refresh(id);
  await eventually('the provider is asked', () => acme.refreshes || undefined);
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`,
  );
  expect((await refreshed).refreshedAt).toBeInstanceOf(Date);
  expect(acme.refreshes).toBe(1);
  await refreshing().refresh(id);
  expect(acme).toMatchObject({ refreshes: 2, invalidGrants: 0 });
  expect(await things(id)).toBe(200);
});

it('Refreshes and connections are counted', async () => {
  const { body } = await hookline.api('GET', '/metrics');
  expect(body).toMatch(/connection_refreshes_total\{provider="acme",outcome="refreshed"\} \d+/);
  expect(body).toMatch(/connection_refreshes_total\{provider="acme",outcome="failed"\} \d+/);
  expect(body).toMatch(/connection_refreshes_total\{provider="acme",outcome="needs_reauth"\} \d+/);
  expect(body).toMatch(/^connections\{provider="acme",status="connected"\} \d+/m);
});
