import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bareEnvironment } from '../support/bare-environment.js';
import { compiledScript } from '../support/compiled.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';

/** The service as `npm start` brings it up, with its stand-ins for the providers. */
export interface RunningService {
  url: string;
  /** The link that was printed, with which one signs in once. */
  signInLink: string;
  /** The API key that was printed. */
  apiKey: string;
  close(): Promise<void>;
}

/** @param databaseUrl instead of the PostgreSQL that a start brings along @param dataDir for its keys */
export async function startRunningService(databaseUrl: string, dataDir: string): Promise<RunningService> {
  const PORT = String(await freePort());
  const child = spawn(process.execPath, [compiledScript('src/main.ts'), 'start'], {
    env: { ...bareEnvironment(), DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += String(data)));
  const printed = (pattern: RegExp) => {
    const [, found] = pattern.exec(output) ?? [];
    if (!found) throw new Error(`Nothing like ${String(pattern)} was printed: ${output}`);
    return found;
  };
  await eventually(
    'it is ready',
    () => {
      if (child.exitCode !== null) throw new Error(`It ended instead: ${output}`);
      return output.includes('"event":"started"') || undefined;
    },
    90_000,
  );
  return {
    url: printed(/ready at (\S+)/),
    signInLink: printed(/Sign in +(\S+)/),
    apiKey: printed(/API key +(hl_\S+)/),
    close: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
