import { runCli } from '../../src/cli/cli.js';
import type { Runtime } from '../../src/cli/runtime.js';
import { generatedFrom } from './markdown.js';

/** Help needs nothing that runs. */
const NOTHING_RUNS: Runtime = {
  startService: () => Promise.reject(new Error('Help starts no service.')),
  openApplication: () => Promise.reject(new Error('Help opens no application.')),
  openPlatform: () => Promise.reject(new Error('Help opens no database.')),
  examine: () => Promise.reject(new Error('Help examines nothing.')),
};

/** The page of all commands: what each answers to `--help`. */
export async function commandLinePage(): Promise<string> {
  const sections: string[] = [];
  for (const name of subcommands(await helpOf([]))) sections.push(...(await sectionsOf([name])));
  return [
    '# Command line',
    generatedFrom('the help of each command'),
    '`npx hookline <command>` where the package is installed, `npm run -s hookline -- <command>` in the repository. The commands read',
    'the same [variables](configuration.md) as the service, from the environment and from `.env`. With `--json` the result is JSON on',
    'standard output; errors and notes go to standard error.',
    '',
    'Exit codes: 0 done, 1 failed, 64 wrong usage, 78 wrong configuration.',
    '',
    ...sections,
  ].join('\n');
}

async function sectionsOf(path: readonly string[]): Promise<string[]> {
  const help = await helpOf(path);
  const heading = `${'#'.repeat(path.length + 1)} ${path.join(' ')}`;
  const sections = ['', heading, '', '```text', help.trim(), '```'];
  for (const name of subcommands(help)) sections.push(...(await sectionsOf([...path, name])));
  return sections;
}

function subcommands(help: string): string[] {
  const [, list = ''] = help.split(/^Commands:$/m);
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
}

/** What a command prints for `--help`, as wide as where nobody looks at it. */
async function helpOf(path: readonly string[]): Promise<string> {
  const { write, isTTY } = process.stdout;
  let help = '';
  process.stdout.isTTY = false;
  process.stdout.write = (text: string | Uint8Array) => {
    help += String(text);
    return true;
  };
  try {
    await runCli([...path, '--help'], NOTHING_RUNS);
  } finally {
    process.stdout.write = write;
    process.stdout.isTTY = isTTY;
  }
  return help;
}
