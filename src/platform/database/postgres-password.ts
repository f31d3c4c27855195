import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors/error-facts.js';

const passwordFile = (dataDir: string) => join(dataDir, 'postgres-password');

/** The password of the embedded PostgreSQL. Throws a sentence when the file cannot be read. */
export async function readPassword(dataDir: string): Promise<string> {
  try {
    return await readFile(passwordFile(dataDir), 'utf8');
  } catch (cause) {
    throw new Error(
      `The password of the embedded PostgreSQL cannot be read from ${passwordFile(dataDir)}: ` +
        'put the file back or make it readable for this user; without it the data beside it cannot be opened.',
      { cause },
    );
  }
}

/** The password kept in the data folder; makes a random one, readable for our own user only, where there is none. */
export async function readOrCreatePassword(dataDir: string): Promise<string> {
  const draft = `${passwordFile(dataDir)}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
  try {
    // Unlike a rename, a link never replaces the one that another start made at the same moment.
    await link(draft, passwordFile(dataDir));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readPassword(dataDir);
}
