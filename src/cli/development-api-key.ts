import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { ApiKeysService } from '../platform/api-access/api-keys.service.js';
import { errorCode } from '../platform/errors/error-facts.js';

/** The key that comes with a development start. */
export interface DevelopmentApiKey {
  /** Where it is kept, readable by its owner only. */
  file: string;
  /** The key itself, only on the start that made it. */
  created: string | undefined;
}

/** Makes an API key with all scopes on the first start, and keeps it in the data folder for the next. */
export async function developmentApiKey(
  app: INestApplicationContext,
  dataDir: string,
): Promise<DevelopmentApiKey> {
  const apiKeys = app.get(ApiKeysService);
  const file = resolve(dataDir, 'development-api-key');
  const kept = await readIfThere(file);
  if (kept && (await apiKeys.find(kept))?.state === 'active') return { file, created: undefined };
  const { key } = await apiKeys.create('development', ['admin']);
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return { file, created: key };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
