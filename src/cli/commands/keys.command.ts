import { Command } from 'commander';
import type { KeyRotationResult, RotatedTable } from '../../platform/secrets/key-rotation.js';
import { print } from '../print.js';
import type { Runtime } from '../runtime.js';

export function keysCommand(runtime: Runtime): Command {
  return new Command('keys')
    .description('The keys that seal what must not be readable in the database.')
    .addCommand(rotateCommand(runtime));
}

function rotateCommand(runtime: Runtime): Command {
  return new Command('rotate')
    .description('Seal everything anew under the first of ENCRYPTION_KEYS, while the service is running.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { KeyRotation } = await import('../../platform/secrets/key-rotation.js');
      const { COMMAND_LINE } = await import('../../platform/audit/audit-log.js');
      const { app, close } = await runtime.openApplication(process.env);
      try {
        const result = await app.get(KeyRotation).rotate(COMMAND_LINE, progress);
        const [unreadable, remaining] = totals(result);
        print(json, onTheWire(result), unreadable + remaining ? notYet(result) : done(result));
        if (unreadable) throw new Error(`${unreadable} values could not be opened; all others are done.`);
        if (remaining) throw new Error(`${remaining} values are under an old key still. Run it again.`);
      } finally {
        await close();
      }
    });
}

/** On standard error, so that the result stands alone on standard output. */
function progress({ table, resealed, unreadable, remaining }: RotatedTable): void {
  const rest = [
    ...(unreadable.length ? [`${unreadable.length} cannot be opened`] : []),
    ...(remaining ? [`${remaining} under an old key still`] : []),
  ];
  process.stderr.write(`${table}: ${[`${resealed} sealed anew`, ...rest].join(', ')}\n`);
}

function totals({ tables }: KeyRotationResult): [unreadable: number, remaining: number] {
  return [
    tables.reduce((sum, { unreadable }) => sum + unreadable.length, 0),
    tables.reduce((sum, { remaining }) => sum + remaining, 0),
  ];
}

function done({ keyId }: KeyRotationResult): string {
  return (
    `Everything is under the key ${keyId}. In ten minutes, when nobody is on the way through a consent page any more, ` +
    'the other keys can be removed from ENCRYPTION_KEYS, unless a process still seals with one of them.'
  );
}

function notYet({ tables }: KeyRotationResult): string {
  const lines = tables.flatMap(({ table, unreadable }) =>
    unreadable.map(({ id, reason }) => `${table} ${id}: ${reason}`),
  );
  return [...lines, 'Keep all keys in ENCRYPTION_KEYS until this command ends without an error.'].join('\n');
}

function onTheWire({ keyId, tables }: KeyRotationResult) {
  const [unreadable, remaining] = totals({ keyId, tables });
  return { key_id: keyId, old_keys_removable: unreadable + remaining === 0, tables };
}
