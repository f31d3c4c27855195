import 'reflect-metadata';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Connections } from '../../src/connections/accounts/connections.service.js';
import { CredentialCache } from '../../src/connections/credentials/credential-cache.js';
import { SealedCredentials } from '../../src/connections/credentials/sealed-credentials.js';
import { ConsoleSessions } from '../../src/console/sign-in/console-sessions.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { startService } from '../../src/start-service.js';
import { answer, processorTimeMs } from '../answers.js';
import { countStatements } from './statements.js';

const { app } = await startService({ environment: process.env });
const connections = app.get(Connections, { strict: false });
const cache = app.get(CredentialCache, { strict: false });
const prisma = app.get(PrismaService, { strict: false });

const HOUR_MS = 3_600_000;
const PROVIDERS = ['slack', 'hubspot', 'salesforce', 'google-calendar'] as const;

/** How calls went one after the other. */
export interface Calls {
  /** All of them, in ns. */
  elapsedNs: number;
}

export const answers = answer({
  timeMs: processorTimeMs,

  /** The cookie of an admin who is signed in. */
  signIn: async () => {
    const { id } = await prisma.admin.create({ data: { email: 'admin@example.com', role: 'admin' } });
    const sessions = app.get(ConsoleSessions, { strict: false });
    const token = await sessions.begin(id, { address: '127.0.0.1', userAgent: 'bench' });
    return `hookline_session=${token}`;
  },

  /** Accounts with their credentials sealed, their ids. Of a hundred, two have lost their access. */
  storeConnections: async (count: number) => {
    const sealed = app.get(SealedCredentials, { strict: false });
    const now = Date.now();
    const rows = Array.from({ length: count }, (_, number) => {
      const id = uuidv7();
      return {
        id,
        provider: PROVIDERS[number % PROVIDERS.length] ?? 'slack',
        tenant: `customer-${number}`,
        status: number % 50 === 49 ? ('needs_reauth' as const) : ('connected' as const),
        kind: 'oauth2' as const,
        externalId: `account-${number}`,
        label: `Account ${number}`,
        scopes: ['read', 'write'],
        ...sealed.seal(id, {
          accessToken: `token-${number}`.padEnd(200, 'x'),
          refreshToken: `refresh-${number}`,
        }),
        expiresAt: new Date(now + 12 * HOUR_MS),
        refreshAt: new Date(now + 11 * HOUR_MS),
      };
    });
    await prisma.connection.createMany({ data: rows });
    return rows.map(({ id }) => id);
  },

  /** The same credential again and again. */
  cached: async ({ id, calls }: { id: string; calls: number }): Promise<Calls> =>
    timed(calls, () => connections.credential(id)),

  /** What a credential in memory costs at least: a look into a Map, and an `await`. */
  fromMap: async ({ id, calls }: { id: string; calls: number }): Promise<Calls> => {
    const held = new Map([[id, Promise.resolve(await connections.credential(id))]]);
    return timed(calls, () => held.get(id));
  },

  /** One credential after the other, none of which this process knows, and the statements that it took. */
  uncached: async (ids: readonly string[]) => {
    const counted = countStatements(pg.Client, '"connections"');
    const { elapsedNs } = await timed(ids.length, (number) => {
      const id = ids[number] ?? '';
      cache.forget(id);
      return connections.credential(id);
    });
    return { elapsedNs, statements: counted.end() };
  },

  /** The same rows by pg alone: a prepared statement, one after the other. */
  byPg: async (ids: readonly string[]): Promise<Calls> => {
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    const statement = { name: 'connection', text: 'SELECT * FROM connections WHERE id = $1' };
    const calls = await timed(ids.length, (number) => client.query({ ...statement, values: [ids[number]] }));
    await client.end();
    return calls;
  },
});

async function timed(calls: number, call: (number: number) => unknown): Promise<Calls> {
  const start = process.hrtime.bigint();
  for (let number = 0; number < calls; number += 1) await call(number);
  return { elapsedNs: Number(process.hrtime.bigint() - start) };
}
