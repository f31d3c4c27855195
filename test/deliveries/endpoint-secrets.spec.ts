import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHeaders, openSecrets } from '../../src/deliveries/endpoints/endpoint-secrets.js';
import { COMMAND_LINE } from '../../src/platform/audit/audit-log.js';
import { platformConfig } from '../../src/platform/config/platform.config.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { KeyRotation } from '../../src/platform/secrets/key-rotation.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];

/** The service before the keys are changed, and after. */
let before: TestHookline;
let after: TestHookline;

beforeAll(async () => {
  before = await startTestHookline({ environment: { ENCRYPTION_KEYS: OLD, ROLE: 'web' } });
  after = await startTestHookline({
    environment: { ENCRYPTION_KEYS: `${NEW},${OLD}`, ROLE: 'web' },
    databaseUrl: before.databaseUrl,
  });
});
afterAll(async () => {
  await after?.close();
  await before?.close();
});

const given = async (headers: Record<string, string>) => {
  const wanted = { tenant: 'a', url: 'https://one.example/', headers };
  const { status, body } = await before.api('POST', '/v1/endpoints', wanted);
  expect(status).toBe(201);
  return body as { id: string; secret: string };
};

describe('the rotation of keys', () => {
  it('seals the secrets and headers of endpoints anew, and changes nothing else', async () => {
    const [full, plain, deleted] = [
      await given({ 'x-a': 'b' }),
      await given({}),
      await given({ 'x-a': 'b' }),
    ];
    await before.api('DELETE', `/v1/endpoints/${deleted.id}`);
    const prisma = after.app.get(PrismaService, { strict: false });
    const rowOf = (id: string) => prisma.endpoint.findUniqueOrThrow({ where: { id } });
    const { sealedSecrets: _secrets, sealedHeaders: _headers, ...unchanged } = await rowOf(full.id);

    const { tables } = await after.app.get(KeyRotation).rotate(COMMAND_LINE);
    const rotated = tables.filter(({ table }) => table.startsWith('endpoint_'));
    expect(rotated.toSorted((one, other) => (one.table < other.table ? -1 : 1))).toEqual([
      { table: 'endpoint_headers', resealed: 1, unreadable: [], remaining: 0 },
      { table: 'endpoint_secrets', resealed: 2, unreadable: [], remaining: 0 },
    ]);

    const newBox = new SealedBox(platformConfig.read({ ENCRYPTION_KEYS: NEW }));
    for (const { id, secret } of [full, plain]) {
      expect(openSecrets(newBox, await rowOf(id), new Date())).toEqual([{ secret }]);
    }
    expect(openHeaders(newBox, await rowOf(full.id))).toEqual({ 'x-a': 'b' });
    expect(await rowOf(full.id)).toMatchObject(unchanged);
  });
});
