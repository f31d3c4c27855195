import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, escapeIdentifier } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog, COMMAND_LINE } from '../src/platform/audit/audit-log.js';
import { examineInstallation } from '../src/examine-installation.js';
import { openPlatform } from '../src/open-application.js';
import { eventually } from './support/eventually.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { deliver, stripeEvent } from './support/stripe-webhooks.js';
import { createTestDatabase, onServer, testRun, type TestDatabase } from './support/test-database.js';

/** One role owns the database and migrates, another runs the service, by the statements of docs/security.md. */

const mayCreateRoles = await onServer(testRun.read(), async (client) => {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.may ?? false;
});

describe.runIf(mayCreateRoles)('A service whose role does not own its tables', () => {
  const suffix = randomUUID().slice(0, 8);
  const roles = {
    owner: `owner_${suffix}`,
    service: `hookline_service_${suffix}`,
    stranger: `stranger_${suffix}`,
  };
  const password = randomUUID();
  let database: TestDatabase;
  let hookline: TestHookline;

  const urlAs = (role: string) => {
    const url = new URL(database.url);
    [url.username, url.password] = [role, password];
    return url.href;
  };

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    const name = escapeIdentifier(new URL(database.url).pathname.slice(1));
    await onServer(testRun.read(), async (client) => {
      for (const role of Object.values(roles))
        await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
      await client.query(`GRANT ${roles.owner} TO CURRENT_USER`);
      await client.query(`ALTER DATABASE ${name} OWNER TO ${roles.owner}`);
    });
    const { close } = await openPlatform({ DATABASE_URL: urlAs(roles.owner) });
    await close();
    await query(roles.owner, (await statementsOfThePage()).replaceAll('hookline_service', roles.service));
    hookline = await startTestHookline({ databaseUrl: urlAs(roles.service) });
  });
  afterAll(async () => {
    await hookline?.close();
    await database?.drop();
    await onServer(testRun.read(), (client) =>
      client.query(`DROP ROLE IF EXISTS ${Object.values(roles).join(', ')}`),
    );
  });

  async function query(role: string, sql: string) {
    const client = new Client({ connectionString: urlAs(role) });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }

  it('takes webhooks and handles them', async () => {
    expect((await deliver(hookline.url, stripeEvent())).status).toBe(200);
    await eventually('the event is dealt with', async () => {
      const { body } = await hookline.api('GET', '/v1/webhook-events');
      return body.data[0]?.status === 'unhandled' || undefined;
    });
  });

  it.each([
    ['service', 'ok', /may use the tables, not migrate them/, null],
    ['stranger', 'fail', /may not use Hookline’s tables/, /docs\/security\.md/],
    ['owner', 'ok', /may create tables/, null],
  ] as const)('is told of by hookline doctor: %s', async (who, status, found, fix) => {
    const { findings } = await examineInstallation({ DATABASE_URL: urlAs(roles[who]) });
    const rights = findings.find(({ check }) => check === 'database.rights');
    expect(rights).toMatchObject({ status, found: expect.stringMatching(found) });
    expect(rights?.fix ?? null).toEqual(fix && expect.stringMatching(fix));
  });

  it('writes to the audit log, and cannot take from it', async () => {
    await hookline.app.get(AuditLog).note({ actor: COMMAND_LINE, action: 'test.noted' });
    for (const statement of [
      `UPDATE audit_entries SET action = 'nothing'`,
      'DELETE FROM audit_entries',
      'TRUNCATE audit_entries',
      'ALTER TABLE audit_entries DISABLE TRIGGER ALL',
      'DROP TABLE audit_entries',
      'CREATE TABLE of_its_own (id int)',
    ]) {
      await expect(query(roles.service, statement)).rejects.toThrow(/permission denied|must be owner/);
    }
    const { rows } = await query(roles.service, 'SELECT action FROM audit_entries');
    expect(rows).toContainEqual({ action: 'test.noted' });
  });
});

async function statementsOfThePage(): Promise<string> {
  const page = await readFile(new URL('../docs/security.md', import.meta.url), 'utf8');
  const [, statements = ''] = /```sql\n(.*?)```/s.exec(page) ?? [];
  expect(statements).toContain('GRANT');
  return statements;
}
