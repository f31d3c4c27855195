import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog, COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline();
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await hookline.app.get(AuditLog).note({ actor: COMMAND_LINE, action: 'test.noted' });
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

describe('The audit log', () => {
  it.each([
    `UPDATE audit_entries SET actor = 'somebody else'`,
    `DELETE FROM audit_entries`,
    `TRUNCATE audit_entries`,
    `TRUNCATE audit_entries CASCADE`,
    `INSERT INTO audit_entries SELECT * FROM audit_entries ON CONFLICT (id) DO UPDATE SET actor = 'x'`,
    `WITH gone AS (DELETE FROM audit_entries RETURNING id) SELECT count(*) FROM gone`,
  ])('refuses, to the role that Hookline itself has: %s', async (statement) => {
    const before = await database.query('SELECT * FROM audit_entries');
    await expect(database.query(statement)).rejects.toThrow('append-only');
    expect((await database.query('SELECT * FROM audit_entries')).rows).toEqual(before.rows);
  });

  it('knows who replayed what over the API', async () => {
    await hookline.api('POST', '/v1/webhook-events/replay', { status: 'dead' });
    await hookline.api('POST', '/v1/deliveries/replay', { status: ['dead'], created_after: new Date(0) });
    const { body } = await hookline.api('POST', '/v1/endpoints', {
      tenant: 't',
      url: 'https://example.com/',
    });
    const since = new Date(Date.now() - 60_000);
    const recovered = await hookline.api('POST', `/v1/endpoints/${body.id}/recover`, { since });
    expect(recovered.status).toBe(202);
    const prisma = hookline.app.get(PrismaService, { strict: false });
    const entries = await prisma.auditEntry.findMany({ where: { actorKind: 'api_key' } });
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['webhook_event.replayed', 'endpoint.missed_recovered']),
    );
  });
});
