import { Command, CommanderError } from 'commander';
import { ConfigurationError } from '../platform/config/configuration-error.js';
import { adminsCommand } from './commands/admins.command.js';
import { apiKeysCommand } from './commands/api-keys.command.js';
import { checkApiCommand } from './commands/check-api.command.js';
import { connectionsCommand } from './commands/connections.command.js';
import { doctorCommand } from './commands/doctor.command.js';
import { importSpecCommand } from './commands/import-spec.command.js';
import { keysCommand } from './commands/keys.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { openApiCommand } from './commands/openapi.command.js';
import { startCommand } from './commands/start.command.js';
import { validateSpecCommand } from './commands/validate-spec.command.js';
import { webhooksCommand } from './commands/webhooks.command.js';
import type { Runtime } from './runtime.js';

/** Exit codes: done, failed, wrong usage and wrong configuration (the last two by sysexits.h). */
const EXIT = { done: 0, failed: 1, usage: 64, configuration: 78 } as const;

/** Runs one command line and returns its exit code. Results go to standard output, errors to standard error. */
export async function runCli(args: readonly string[], runtime: Runtime): Promise<number> {
  const program = new Command('hookline')
    .description('Payments, messages, calendars, contacts and webhooks for your product.')
    .exitOverride()
    .showHelpAfterError('(add --help to see how)');
  for (const command of [
    startCommand,
    migrateCommand,
    doctorCommand,
    adminsCommand,
    apiKeysCommand,
    webhooksCommand,
    connectionsCommand,
    keysCommand,
    openApiCommand,
    importSpecCommand,
    validateSpecCommand,
    checkApiCommand,
  ]) {
    program.addCommand(inherit(command(runtime), program));
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    process.stderr.write(`${explain(error)}\n`);
    return error instanceof ConfigurationError ? EXIT.configuration : EXIT.failed;
  }
}

/** Commander hands its settings down only to commands that it makes itself. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}

/** What is in the way is said in a sentence; where it came from, only to who asks for it. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return process.env.LOG_LEVEL === 'debug' ? (error.stack ?? error.message) : error.message;
}
