import { Command, InvalidArgumentError } from 'commander';
import type { ApiKey, ApiKeysService } from '../../platform/api-keys/api-keys.service.js';
import { SCOPES, type Scope } from '../../platform/api-keys/scopes.js';
import { print, table } from '../print.js';
import type { Runtime } from '../runtime.js';

export function apiKeysCommand(runtime: Runtime): Command {
  const withKeys = async <T>(work: (keys: ApiKeysService) => Promise<T>): Promise<T> => {
    const { ApiKeysService: Service } = await import('../../platform/api-keys/api-keys.service.js');
    const { app, close } = await runtime.openPlatform(process.env);
    try {
      return await work(app.get(Service));
    } finally {
      await close();
    }
  };
  const command = new Command('api-keys').description('The keys of the HTTP API.');
  command
    .command('create')
    .description('Make a key. It is shown once, here.')
    .argument('<name>', 'what it is for, such as "shop backend"')
    .option('--scopes <list>', `comma-separated, of: ${SCOPES.join(', ')}`, readScopes, ['admin'] as Scope[])
    .option('--json', 'print JSON')
    .action(async (name: string, { scopes, json }: { scopes: Scope[]; json?: boolean }) => {
      const created = await withKeys((keys) => keys.create(name, scopes));
      print(
        json,
        { ...onTheWire(created), key: created.key },
        `${created.key}\n\nKeep it now: it is not shown again. Its id is ${created.id}.`,
      );
    });
  command
    .command('list')
    .description('Show all keys, newest first.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await withKeys((keys) => keys.list());
      const rows = all.map((key) => [
        key.id,
        `${key.prefix}…`,
        key.name,
        key.scopes.join(','),
        key.createdAt.toISOString(),
        key.revokedAt?.toISOString() ?? '',
      ]);
      print(json, all.map(onTheWire), table(['ID', 'KEY', 'NAME', 'SCOPES', 'CREATED', 'REVOKED'], rows));
    });
  command
    .command('revoke')
    .description('End a key at once, for good.')
    .argument('<id>', 'its id, from the list', readUuid)
    .option('--json', 'print JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      if (!(await withKeys((keys) => keys.revoke(id))))
        throw new Error(`There is no living key ${id}. See: hookline api-keys list`);
      print(json, { id, revoked: true }, `Revoked ${id}.`);
    });
  return command;
}

function onTheWire({ id, name, prefix, scopes, createdAt, revokedAt }: ApiKey) {
  return { id, name, prefix, scopes, created_at: createdAt, revoked_at: revokedAt ?? null };
}

function readScopes(list: string): Scope[] {
  return list.split(',').map((entry) => {
    const scope = SCOPES.find((known) => known === entry.trim());
    if (!scope) throw new InvalidArgumentError(`"${entry}" is not a scope. Known: ${SCOPES.join(', ')}.`);
    return scope;
  });
}

/** @throws InvalidArgumentError when the text is not a UUID */
export function readUuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError('An id is a UUID, such as 0198a1b2-….');
}
