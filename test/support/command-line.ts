import { vi } from 'vitest';
import { runCli } from '../../src/cli/cli.js';
import type { Runtime } from '../../src/cli/runtime.js';

/** A command that needs no house fails when it opens one. */
const NO_HOUSE: Runtime = {
  startService: () => Promise.reject(new Error('This command was not to start a service.')),
  openApplication: () => Promise.reject(new Error('This command was not to open the application.')),
  openPlatform: () => Promise.reject(new Error('This command was not to open the database.')),
  examine: () => Promise.reject(new Error('This command was not to examine anything.')),
};

/** Runs a command line in this process. */
export async function commandLine(args: readonly string[], runtime: Partial<Runtime> = {}) {
  const printed = { output: '', errors: '' };
  const take = (name: keyof typeof printed) => (text: string | Uint8Array) => {
    printed[name] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take('output')),
    vi.spyOn(process.stderr, 'write').mockImplementation(take('errors')),
  ];
  try {
    const code = await runCli(args, { ...NO_HOUSE, ...runtime });
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
