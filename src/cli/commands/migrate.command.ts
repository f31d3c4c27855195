import { Command } from 'commander';
import { print } from '../print.js';
import type { Runtime } from '../runtime.js';

export function migrateCommand(runtime: Runtime): Command {
  return new Command('migrate')
    .description('Bring the database to the newest schema.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { migrated, close } = await runtime.openPlatform(process.env);
      await close();
      const text = migrated.length ? migrated.map((name) => `Applied ${name}`).join('\n') : 'Nothing to do.';
      print(json, { applied: migrated }, text);
    });
}
