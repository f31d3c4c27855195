import { parseArgs } from 'node:util';
import { Workspace } from './workspace.js';

/** How a bench was asked for on the command line. */
export interface Wishes {
  quick: boolean;
  soak: boolean;
  /** How many events a full database holds. */
  stored: number | undefined;
  /** How long a soak takes. */
  minutes: number | undefined;
}

/** Runs a bench in a workspace that is gone at the end, also after Ctrl-C or an error. */
export async function runBench(
  bench: (workspace: Workspace, wishes: Wishes, print: (text: string) => void) => Promise<void>,
): Promise<never> {
  const flag = { type: 'boolean', default: false } as const;
  const number = { type: 'string' } as const;
  const { values } = parseArgs({ options: { quick: flag, soak: flag, stored: number, minutes: number } });
  const wishes = {
    ...values,
    stored: wholeNumber('stored', values.stored),
    minutes: wholeNumber('minutes', values.minutes),
  };
  const workspace = await Workspace.open();
  const print = (text: string) => process.stdout.write(`${text}\n\n`);
  try {
    await Promise.race([bench(workspace, wishes, print), interruption()]);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await workspace.close();
  }
  process.exit();
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${name} wants a whole number, such as 60; it got ${text}.`);
  return Number(text);
}

/** Rejects on Ctrl-C; a second one, which npm sends along, changes nothing. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => reject(new Error(`Ended by ${signal}; cleaning up.`)));
    }
  });
}
