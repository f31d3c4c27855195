import { Client } from 'pg';
import { errorCode, errorMessage } from '../../platform/errors/error-facts.js';
import { inItsSchema } from '../../platform/database/database-schema.js';
import { ANSWER_WITHIN_MS } from '../patience.js';

/** A connection to look at a database by; or why there is none. */
export type OpenedDatabase =
  | { readonly client: Client; readonly url: string }
  | { readonly problem: string; readonly code: string | undefined };

/**
 * Looks at a database by a connection of its own, which is gone afterwards. Several look at once, as one connection answers
 * one question at a time.
 * @param url `undefined` where there is no database yet
 */
export async function inDatabase<T>(
  url: string | undefined,
  look: (database: OpenedDatabase | undefined) => Promise<T>,
): Promise<T> {
  const database = url === undefined ? undefined : await openDatabase(url);
  try {
    return await look(database);
  } finally {
    if (database && 'client' in database) await database.client.end();
  }
}

/** Connects, within a bound. Whoever opens it ends it. */
export async function openDatabase(url: string): Promise<OpenedDatabase> {
  const client = new Client({
    connectionString: inItsSchema(url),
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS + 500,
    application_name: 'hookline doctor',
  });
  // Without a listener, a connection that is lost would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return { client, url };
  } catch (error) {
    const where = `${client.host}:${client.port}`;
    return { problem: `${where} cannot be used (${errorMessage(error)})`, code: errorCode(error) };
  }
}
