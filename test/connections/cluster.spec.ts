import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { TokenGrant } from '../../src/contracts/connections.js';
import { platformConfig } from '../../src/platform/config/platform.config.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { RotatingAuthorizationServer } from '../support/rotating-authorization-server.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { AcmeProcess, ENCRYPTION_KEYS } from './acme-processes.js';

/** FAULTS A1 and A2, with processes that know nothing of each other but the database. */

let acme: RotatingAuthorizationServer;
let database: TestDatabase;
let client: Client;
let members: AcmeProcess[] = [];

beforeAll(async () => {
  acme = await RotatingAuthorizationServer.start();
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  members = await Promise.all(Array.from({ length: 3 }, () => AcmeProcess.start(database.url, acme.url)));
}, 270_000);
afterAll(async () => {
  for (const member of members) member.kill();
  await client?.end();
  await database?.drop();
  await acme?.close();
});
beforeEach(() => acme.reset());
/** The one that is left in the end. */
function survivor(): AcmeProcess {
  const [first] = members;
  if (!first) throw new Error('No process is left.');
  return first;
}

/** Puts an account into the database, as if somebody had consented an hour ago. */
async function given({ accessToken, refreshToken }: TokenGrant, expiresAt: Date): Promise<string> {
  const id = uuidv7();
  const box = new SealedBox(platformConfig.read({ ENCRYPTION_KEYS }));
  await client.query(
    `INSERT INTO connections (id, provider, kind, external_id, label, sealed_credential, sealing_key_id, expires_at,
       refresh_at, connected_at)
     VALUES ($1::uuid, 'acme', 'oauth2', $1::uuid::text, 'Acme Inc', $2, $3, $4, now() + interval '1 hour', now() - interval '1 hour')`,
    [
      id,
      Buffer.from(box.seal(JSON.stringify({ accessToken, refreshToken }), `connection:${id}`)),
      box.sealingKeyId,
      expiresAt,
    ],
  );
  return id;
}

async function rowOf(id: string): Promise<{ status: string; lastError: string | null }> {
  const { rows } = await client.query<{ status: string; lastError: string | null }>(
    'SELECT status, last_error AS "lastError" FROM connections WHERE id = $1',
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error(`There is no connection ${id}.`);
  return row;
}

async function alertsFor(id: string): Promise<number> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM pgboss.job WHERE name = 'connection-events' AND data->>'connectionId' = $1",
    [id],
  );
  return rowCount ?? 0;
}

const anHourAgo = () => new Date(Date.now() - 3_600_000);
const inAnHour = () => new Date(Date.now() + 3_600_000);

describe('Three processes of which each makes fifty calls at once', () => {
  it('refresh a token at its end once, and another that the provider refuses early once', async () => {
    const callAll = (connectionId: string) =>
      Promise.all(members.map((member) => member.call({ connectionId, count: 50 })));
    const allWell = Array.from(members, () => ({ statuses: { 200: 50 }, errors: [] }));
    acme.thinkMs = 300;

    const ended = await given(acme.grant(), anHourAgo());
    expect(await callAll(ended)).toEqual(allWell);
    expect(acme).toMatchObject({ refreshes: 1, invalidGrants: 0 });

    acme.reset();
    acme.thinkMs = 300;
    const refusedEarly = await given(acme.grant(), inAnHour());
    expect(await callAll(refusedEarly)).toEqual(allWell);
    acme.endAccessTokens();
    expect(await callAll(refusedEarly)).toEqual(allWell);
    expect(acme).toMatchObject({ refreshes: 1, invalidGrants: 0 });
  });
});

describe('A process that is killed between the answer and its commit', () => {
  const killed = async (id: string) => {
    const victim = members.pop();
    acme.onRotated = () => victim?.kill();
    expect(await victim?.call({ connectionId: id, count: 5 })).toBeUndefined();
    acme.onRotated = () => {};
    expect(acme.refreshes).toBe(1);
    expect(await rowOf(id)).toMatchObject({ status: 'connected' });
  };

  it('leaves a connection that goes on where the provider takes the old token once more', async () => {
    acme.forgiving = true;
    const id = await given(acme.grant(), anHourAgo());
    await killed(id);
    expect(await survivor().call({ connectionId: id, count: 20 })).toEqual({
      statuses: { 200: 20 },
      errors: [],
    });
    expect(acme).toMatchObject({ refreshes: 2, invalidGrants: 0 });
    expect(await alertsFor(id)).toBe(0);
  });

  it('leaves one that needs a person where it does not, which is said once and says why', async () => {
    const id = await given(acme.grant(), anHourAgo());
    await killed(id);
    for (let round = 0; round < 2; round += 1) {
      const results = await survivor().call({ connectionId: id, count: 20 });
      expect(results?.errors).toHaveLength(20);
      for (const error of results?.errors ?? []) expect(error).toContain('ConnectionNeedsReauthError');
    }
    expect(acme).toMatchObject({ refreshes: 2, invalidGrants: 1 });
    expect(await rowOf(id)).toMatchObject({
      status: 'needs_reauth',
      lastError: expect.stringContaining('was cut off before its answer was stored'),
    });
    expect(await alertsFor(id)).toBe(1);
  });
});
