import 'reflect-metadata';
import { runCli } from '../../src/cli/cli.js';
import { examineInstallation } from '../../src/examine-installation.js';
import { openApplication, openPlatform } from '../../src/open-application.js';
import { startService } from '../../src/start-service.js';
import { ModuleUnderTest } from './handlers-under-test.js';

/** `hookline start`, as an operator runs it, with the handlers under test as the product's own. */
const code = await runCli(['start', '--json'], {
  startService: async (options) => {
    const service = await startService({ ...options, imports: [ModuleUnderTest] });
    process.send?.('ready');
    return service;
  },
  openApplication,
  openPlatform,
  examine: examineInstallation,
});
process.exit(code);
