#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { runCli } from './cli/cli.js';
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

if (existsSync('.env')) loadEnvFile('.env');
// Exits even if a library still holds a timer or a socket: everything that matters has been closed by now.
process.exit(await runCli(process.argv.slice(2), runtime));
