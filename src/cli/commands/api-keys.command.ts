import { Command, InvalidArgumentError, Option } from 'commander';
import type { ApiKey, ApiKeysService } from '../../platform/api-access/api-keys.service.js';
import { SCOPES, type Scope } from '../../platform/api-access/scopes.js';
import { COMMAND_LINE, type AuditLog } from '../../platform/audit/audit-log.js';
import { print, table } from '../print.js';
import type { Runtime } from '../runtime.js';

interface Keyring {
  keys: ApiKeysService;
  audit: AuditLog;
}

interface CreateOptions {
  scopes: Scope[];
  expires?: Date;
  expiresIn?: Date;
  json?: boolean;
}

export function apiKeysCommand(runtime: Runtime): Command {
  const withKeys = async <T>(work: (keyring: Keyring) => Promise<T>): Promise<T> => {
    const { ApiKeysService: Keys } = await import('../../platform/api-access/api-keys.service.js');
    const { AuditLog: Audit } = await import('../../platform/audit/audit-log.js');
    const { app, close } = await runtime.openPlatform(process.env);
    try {
      return await work({ keys: app.get(Keys), audit: app.get(Audit) });
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
    .addOption(
      new Option('--expires-in <time>', 'when it ends: 12h, 90d or 52w from now')
        .argParser(readTimeFromNow)
        .conflicts('expires'),
    )
    .addOption(
      new Option('--expires <date>', 'when it ends: 2027-01-31 (as that day begins, UTC)').argParser(
        readDate,
      ),
    )
    .option('--json', 'print JSON')
    .action(async (name: string, { scopes, expires, expiresIn, json }: CreateOptions) => {
      const created = await withKeys(async ({ keys, audit }) => {
        const key = await keys.create(name, scopes, { expiresAt: expires ?? expiresIn });
        await audit.note({
          actor: COMMAND_LINE,
          action: 'api_key.created',
          target: `api_key:${key.id}`,
          details: { name, scopes: scopes.join(', '), expires_at: key.expiresAt?.toISOString() ?? null },
        });
        return key;
      });
      const until = created.expiresAt ? ` It ends at ${created.expiresAt.toISOString()}.` : '';
      print(
        json,
        { ...onTheWire(created), key: created.key },
        `${created.key}\n\nKeep it now: it is not shown again. Its id is ${created.id}.${until}`,
      );
    });
  command
    .command('list')
    .description('Show all keys, newest first.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await withKeys(({ keys }) => keys.list());
      const rows = all.map((key) => [
        key.id,
        `${key.prefix}…`,
        key.name,
        key.scopes.join(','),
        key.state,
        minute(key.createdAt),
        minute(key.lastUsedAt),
        minute(key.revokedAt ?? key.expiresAt),
      ]);
      const headings = ['ID', 'KEY', 'NAME', 'SCOPES', 'STATE', 'CREATED', 'LAST USED', 'ENDS'];
      print(json, all.map(onTheWire), table(headings, rows));
    });
  command
    .command('revoke')
    .description('End a key at once, for good.')
    .argument('<id>', 'its id, from the list', readUuid)
    .option('--json', 'print JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const revoked = await withKeys(async ({ keys, audit }) => {
        if (!(await keys.revoke(id))) return false;
        await audit.note({ actor: COMMAND_LINE, action: 'api_key.revoked', target: `api_key:${id}` });
        return true;
      });
      if (!revoked) {
        throw new Error(`There is no key ${id}, or it is revoked already. See: hookline api-keys list`);
      }
      print(json, { id, revoked: true }, `Revoked ${id}.`);
    });
  return command;
}

function onTheWire(key: ApiKey) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    state: key.state,
    created_at: key.createdAt,
    expires_at: key.expiresAt ?? null,
    last_used_at: key.lastUsedAt ?? null,
    revoked_at: key.revokedAt ?? null,
  };
}

/** `2027-01-31 08:15`, in UTC: in a table, seconds are noise. */
function minute(at: Date | undefined): string {
  return at?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
}

function readScopes(list: string): Scope[] {
  return list.split(',').map((entry) => {
    const scope = SCOPES.find((known) => known === entry.trim());
    if (!scope) throw new InvalidArgumentError(`"${entry}" is not a scope. Known: ${SCOPES.join(', ')}.`);
    return scope;
  });
}

const HOURS = { h: 1, d: 24, w: 7 * 24 } as const;

function readTimeFromNow(text: string): Date {
  const [, count, unit] = /^([1-9]\d{0,4})([hdw])$/.exec(text) ?? [];
  if (!count || !unit) throw new InvalidArgumentError('A time is hours, days or weeks: 12h, 90d or 52w.');
  return new Date(Date.now() + Number(count) * HOURS[unit as keyof typeof HOURS] * 3_600_000);
}

function readDate(text: string): Date {
  const date = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? new Date(text) : undefined;
  // A 31st of February is read as a day of March.
  if (!date || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text.slice(0, 10))) {
    throw new InvalidArgumentError('A date is 2027-01-31, or 2027-01-31T12:00:00Z.');
  }
  if (date.getTime() <= Date.now()) throw new InvalidArgumentError('The date is over already.');
  return date;
}

/** @throws InvalidArgumentError when the text is not a UUID */
export function readUuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError('An id is a UUID, such as 0198a1b2-….');
}
