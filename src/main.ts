#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { runCli } from './cli/cli.js';
import { openApplication } from './open-application.js';
import { startService } from './start-service.js';

if (existsSync('.env')) loadEnvFile('.env');
// Exits even if a library still holds a timer or a socket: everything that matters has been closed by now.
process.exit(await runCli(process.argv.slice(2), { startService, openApplication }));
