import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { Connecting, type ProvedAccount } from '../../src/connections/accounts/connecting.js';
import { Connections } from '../../src/connections/accounts/connections.service.js';
import { Disconnecting } from '../../src/connections/accounts/disconnecting.js';
import { LastUses } from '../../src/connections/credentials/last-uses.js';
import { Refreshing } from '../../src/connections/refresh/refreshing.js';
import type { Connection, TokenGrant } from '../../src/contracts/connections.js';
import { ConnectionNeedsReauthError, NotFoundError, ValidationError } from '../../src/contracts/errors.js';
import { COMMAND_LINE, SYSTEM } from '../../src/platform/audit/audit-log.js';
import { AcmeClient, AcmeModule, ConnectionNews } from '../support/acme.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { RotatingAuthorizationServer } from '../support/rotating-authorization-server.js';

let acme: RotatingAuthorizationServer;
let hookline: TestHookline;
let database: Client;

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
  acme.keys.clear();
  await database.query('DELETE FROM connections');
});

const connections = () => hookline.app.get(Connections);
const client = () => hookline.app.get(AcmeClient, { strict: false });
const news = () => hookline.app.get(ConnectionNews, { strict: false });
const disconnect = (id: string) => hookline.app.get(Disconnecting).disconnect(id, COMMAND_LINE);

function connect(
  grant: TokenGrant,
  account = 'A1',
  proved: Partial<ProvedAccount> = {},
): Promise<Connection> {
  return hookline.app
    .get(Connecting)
    .withGrant(
      { provider: 'acme', tenant: undefined, actor: COMMAND_LINE, ...proved },
      { id: account, label: `Acme ${account}`, details: { region: 'eu' } },
      grant,
      ['read', 'write'],
    );
}

function connectKey(key: string): Promise<Connection> {
  const proved = { provider: 'acme-key', tenant: undefined, actor: COMMAND_LINE };
  return hookline.app.get(Connecting).withCredential(proved, { api_key: key });
}

const auditOf = async ({ id }: Connection) => {
  const { rows } = await database.query<{ action: string }>(
    'SELECT action FROM audit_entries WHERE target = $1 ORDER BY id',
    [`connection:${id}`],
  );
  return rows.map(({ action }) => action);
};

describe('an account that is connected', () => {
  it('is kept with its token sealed, and may be used at once', async () => {
    const grant = acme.grant();
    const connection = await connect(grant);
    expect(connection).toMatchObject({
      provider: 'acme',
      tenant: undefined,
      status: 'connected',
      kind: 'oauth2',
      account: { id: 'A1', label: 'Acme A1', details: { region: 'eu' } },
      scopes: ['read', 'write'],
      expiresAt: grant.expiresAt,
    });
    expect(await connections().credential(connection.id, 'acme')).toMatchObject({
      connectionId: connection.id,
      version: 1,
      headers: { authorization: `Bearer ${grant.accessToken}` },
      expiresAt: grant.expiresAt,
    });
    const { rows } = await database.query<{ row: string }>(
      'SELECT connections::text AS row FROM connections',
    );
    expect(rows[0]?.row).not.toContain(Buffer.from(grant.accessToken).toString('hex'));
    expect(rows[0]?.row).not.toContain(grant.accessToken);
  });

  it('keeps its id when it is connected again, and gets back what it had lost', async () => {
    const first = await connect(acme.grant());
    await disconnect(first.id);
    const again = await connect(acme.grant(), 'A1', { connectionId: first.id });
    expect(again).toMatchObject({ id: first.id, status: 'connected', disconnectedAt: undefined });
    expect((await connections().credential(first.id)).version).toBe(2);
    expect(await auditOf(first)).toEqual([
      'connection.connected',
      'connection.disconnected',
      'connection.reconnected',
    ]);
    await eventually('the product knows', () => news().typesFor(first.id).length === 3 || undefined);
    expect(news().typesFor(first.id).toSorted()).toEqual(['connected', 'connected', 'disconnected']);
  });

  it('keeps the refresh token that it had when the provider sends it only once', async () => {
    const first = acme.grant();
    const { id } = await connect(first);
    const { refreshToken: _none, ...second } = acme.grant();
    await connect(second);
    await hookline.app.get(Refreshing).refresh(id);
    expect(acme).toMatchObject({ refreshes: 1, invalidGrants: 0 });
    expect(await client().things(id)).toBe(200);
  });

  it('does not take the place of another, which the refusal names', async () => {
    const { id } = await connect(acme.grant());
    await expect(connect(acme.grant(), 'A2', { connectionId: id })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/Acme A2 signed in, but the connection is that of Acme A1/),
    });
    await expect(connect(acme.grant(), 'A1', { connectionId: id, tenant: 'other' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await connections().list({}, 10)).toHaveLength(1);
  });

  it('is one connection, however often it is connected at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => connect(acme.grant())));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await client().things(all[0]?.id ?? '')).toBe(200);
  });

  it('comes to nothing when the transaction does that ends the attempt', async () => {
    const failing = hookline.app
      .get(Connecting)
      .withGrant(
        { provider: 'acme', tenant: undefined, actor: SYSTEM },
        { id: 'A1', label: 'Acme' },
        acme.grant(),
        [],
        () => Promise.reject(new Error('The attempt was used before.')),
      );
    await expect(failing).rejects.toThrow('used before');
    expect(await connections().list({}, 10)).toEqual([]);
  });
});

describe('a credential', () => {
  it('is read once for all who ask at the same time, and then for some seconds not at all', async () => {
    const { id } = await connect(acme.grant());
    const credentials = await Promise.all(Array.from({ length: 100 }, () => connections().credential(id)));
    expect(new Set(credentials).size).toBe(1);
    await database.query('UPDATE connections SET credential_version = 99 WHERE id = $1', [id]);
    expect((await connections().credential(id)).version).toBe(1);
  });

  it('of a row that was changed, or copied from another, breaks only its own connection', async () => {
    const [changed, copied, whole] = await Promise.all([
      connect(acme.grant(), 'A1'),
      connect(acme.grant(), 'A2'),
      connect(acme.grant(), 'A3'),
    ]);
    await database.query(
      `UPDATE connections SET sealed_credential = set_byte(sealed_credential, length(sealed_credential) - 1,
         get_byte(sealed_credential, length(sealed_credential) - 1) # 1) WHERE id = $1`,
      [changed.id],
    );
    await database.query(
      `UPDATE connections SET sealed_credential = (SELECT sealed_credential FROM connections WHERE id = $2)
       WHERE id = $1`,
      [copied.id, whole.id],
    );
    for (const { id, account } of [changed, copied]) {
      const failed = client().things(id);
      await expect(failed).rejects.toBeInstanceOf(ConnectionNeedsReauthError);
      await expect(failed).rejects.toThrow(`The credential of connection ${id} (${account.label} at acme)`);
      await expect(failed).rejects.toThrow('was changed, or belongs to another row');
    }
    expect(await client().things(whole.id)).toBe(200);
    const again = await connect(acme.grant(), 'A1');
    expect(again.id).toBe(changed.id);
    expect(await client().things(changed.id)).toBe(200);
  });

  it('of nobody, of another provider, or of a disconnected account is not to be had', async () => {
    const { id } = await connect(acme.grant());
    await expect(connections().credential('no-id')).rejects.toBeInstanceOf(NotFoundError);
    await expect(connections().credential('0198f0a0-0000-7000-8000-000000000000')).rejects.toBeInstanceOf(
      NotFoundError,
    );
    await expect(connections().credential(id, 'slack')).rejects.toBeInstanceOf(NotFoundError);
    await disconnect(id);
    await expect(connections().credential(id)).rejects.toThrow(/was disconnected.*POST \/v1\/connect-links/);
  });

  it('notes its use to the minute, later', async () => {
    const { id } = await connect(acme.grant());
    await connections().credential(id);
    expect((await connections().get(id))?.lastUsedAt).toBeUndefined();
    await hookline.app.get(LastUses, { strict: false }).flush();
    const { lastUsedAt } = (await connections().get(id)) ?? {};
    expect(lastUsedAt?.getTime()).toBeLessThanOrEqual(Date.now());
    expect((lastUsedAt?.getTime() ?? 1) % 60_000).toBe(0);
  });
});

describe('an API key', () => {
  it('is tried before it is kept', async () => {
    await expect(connectKey('wrong')).rejects.toBeInstanceOf(ValidationError);
    expect(await connections().list({}, 10)).toEqual([]);
    acme.keys.add('right');
    const { id, refreshAt } = await connectKey('right');
    expect(refreshAt).toBeUndefined();
    expect(await client().thingsByKey(id)).toBe(200);
  });

  it('that a call is refused with is tried again before its connection counts as revoked', async () => {
    acme.keys.add('right');
    const { id } = await connectKey('right');
    acme.keys.clear();
    await expect(client().thingsByKey(id)).rejects.toMatchObject({
      code: 'CONNECTION_NEEDS_REAUTH',
      message: expect.stringContaining('had its access withdrawn'),
    });
    expect(await connections().get(id)).toMatchObject({
      status: 'revoked',
      lastError: { message: 'acme-key no longer accepts the credential of Acme Key.' },
    });
    await eventually('the product knows', () => news().typesFor(id).includes('revoked') || undefined);

    acme.keys.add('other');
    expect((await connectKey('other')).id).toBe(id);
    expect(await client().thingsByKey(id)).toBe(200);
  });
});

describe('an account that is disconnected', () => {
  it('has its grant ended at the provider, and its credential deleted here', async () => {
    const { id } = await connect(acme.grant());
    const { connection, revoked } = await disconnect(id);
    expect(revoked).toBe(true);
    expect(acme.revocations).toBe(1);
    expect(connection).toMatchObject({ status: 'disconnected', refreshAt: undefined, expiresAt: undefined });
    const { rows } = await database.query('SELECT sealed_credential, sealing_key_id FROM connections');
    expect(rows).toEqual([{ sealed_credential: null, sealing_key_id: null }]);
    expect(await disconnect(id)).toMatchObject({ revoked: false });
    expect(acme.revocations).toBe(1);
    expect(await auditOf(connection)).toEqual(['connection.connected', 'connection.disconnected']);
  });

  it('is so here even if the provider refuses to end its grant', async () => {
    acme.refusesRevocation = true;
    const { id } = await connect(acme.grant());
    expect(await disconnect(id)).toMatchObject({ revoked: false, connection: { status: 'disconnected' } });
  });
});

describe('a call for a tenant', () => {
  it('is made for the one connection that the tenant has', async () => {
    const { id } = await connect(acme.grant(), 'A1', { tenant: 'shop-1' });
    await connect(acme.grant(), 'A2', { tenant: 'shop-2' });
    const acting = (options: object) => connections().actingFor('acme', options);
    expect(await acting({ tenant: 'shop-1', timeoutMs: 1 })).toMatchObject({
      connectionId: id,
      timeoutMs: 1,
    });
    expect(await acting({ tenant: 'shop-1', connectionId: id })).toMatchObject({ connectionId: id });
    expect(await acting({})).toEqual({});
    await expect(acting({ tenant: 'shop-2', connectionId: id })).rejects.toBeInstanceOf(NotFoundError);
    await expect(acting({ tenant: 'shop-3' })).rejects.toBeInstanceOf(NotFoundError);
    await expect(acting({ tenant: '' })).rejects.toBeInstanceOf(ValidationError);
    await connect(acme.grant(), 'A3', { tenant: 'shop-1' });
    await expect(acting({ tenant: 'shop-1' })).rejects.toThrow('several connections of acme');
  });
});

it('An event whose handler fails comes again', async () => {
  const { id } = await connect(acme.grant());
  await eventually('the product knows', () => news().typesFor(id)[0]);
  news().failsFor = id;
  await disconnect(id);
  await eventually('the handler has failed', () => news().failures || undefined);
  news().failsFor = undefined;
  await eventually('the handler has it', () => news().typesFor(id)[1], 15_000);
  expect(news().typesFor(id)).toEqual(['connected', 'disconnected']);
}, 90_000);

it('Connections are counted by provider and state', async () => {
  await connect(acme.grant(), 'A1');
  await connect(acme.grant(), 'A2');
  const { id } = await connect(acme.grant(), 'A3');
  await disconnect(id);
  expect(await connections().counts()).toEqual([
    { provider: 'acme', status: 'connected', count: 2 },
    { provider: 'acme', status: 'disconnected', count: 1 },
  ]);
});
