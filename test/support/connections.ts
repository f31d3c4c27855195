import { v7 as uuidv7 } from 'uuid';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import type { TestHookline } from './hookline.js';

interface GivenConnection {
  provider: string;
  accessToken: string;
  refreshToken?: string;
  tenant?: string;
  scopes?: string[];
}

/** Puts a connected OAuth account into the database, as if somebody had consented; returns its id. */
export async function givenConnection(hookline: TestHookline, given: GivenConnection): Promise<string> {
  const { provider, tenant = '', scopes = [], accessToken, refreshToken } = given;
  const id = uuidv7();
  const box = hookline.app.get(SealedBox);
  await hookline.app.get(PrismaService).connection.create({
    data: {
      id,
      provider,
      tenant,
      scopes,
      kind: 'oauth2',
      externalId: `account-${id}`,
      label: 'Acme Inc',
      sealedCredential: box.seal(JSON.stringify({ accessToken, refreshToken }), `connection:${id}`),
      ...(refreshToken !== undefined && { refreshAt: new Date(Date.now() + 3_600_000) }),
      sealingKeyId: box.sealingKeyId ?? null,
    },
  });
  return id;
}
