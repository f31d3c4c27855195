#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import type { Runtime } from './cli/runtime.js';

/** Loaded when a command needs it: help, and what is wrong with a command line, come at once. */
const runtime: Runtime = {
  startService: async (options) => (await import('./start-service.js')).startService(options),
  openApplication: async (environment) =>
    (await import('./open-application.js')).openApplication(environment),
  openPlatform: async (environment) => (await import('./open-application.js')).openPlatform(environment),
  examine: async (environment) =>
    (await import('./examine-installation.js')).examineInstallation(environment),
};

/** The oldest Node.js that Hookline runs on, as in `engines` of package.json. An older one cannot even load the rest. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 7)) {
  process.stderr.write(
    `Hookline needs Node.js 24.7 or later, and this is ${process.versions.node}. Install it, or run Hookline by npm: npm ci brings its own.\n`,
  );
  process.exit(78);
}

if (existsSync('.env')) loadEnvFile('.env');
// Exits even if a library still holds a timer or a socket: everything that matters has been closed by now.
const { runCli } = await import('./cli/cli.js');
process.exit(await runCli(process.argv.slice(2), runtime));
