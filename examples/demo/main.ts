import { startDemo, type Demo } from './demo.js';
import { Story } from './story.js';
import { Storyteller, styled } from './storyteller.js';

/**
 * `npm run demo [-- --exit]`: an order that is paid with Stripe and one with PayPal, and all that follows, told while it
 * happens. Stays for a look into the console; with `--exit`, or when nobody looks on, it ends, with 1 if anything is missing.
 */

const stays = process.stdout.isTTY && !process.argv.includes('--exit');
const print = (line: string) => process.stdout.write(`${line}\n`);

process.exit(
  await run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }),
);

/** The exit code. */
async function run(): Promise<number> {
  print('Two orders and seven providers, each a sandbox on this machine: no real money, no real mail.');
  print('It takes some seconds to start. Times count from each order.');
  // Nothing else of the environment is handed on: an account in it would be a real one.
  const { PORT = '0', DATA_DIR = '.hookline/demo', LOG_LEVEL = 'error' } = process.env;
  const demo = await startDemo({ PORT, DATA_DIR, LOG_LEVEL });
  const stopped = stopSignal();
  try {
    return await Promise.race([show(demo, stopped), stopped]);
  } finally {
    await demo.close();
  }
}

async function show(demo: Demo, stopped: Promise<number>): Promise<number> {
  const teller = new Storyteller(print);
  await demo.service.app.get(Story, { strict: false }).tell(teller, demo.slack);
  if (teller.missing.length > 0) {
    print(['\nThis did not happen in time. LOG_LEVEL=info shows more.', ...teller.missing].join('\n  - '));
    return 1;
  }
  print(waysToLook(demo));
  return stays ? stopped : 0;
}

function waysToLook({ service: { url, signInLink, sandboxes }, slack }: Demo): string {
  return `
${styled('bold', 'All of it happened, and the console shows every step:')}
  ${signInLink ? `${signInLink}  (once, within the hour)` : `${url}/console`}
  ${url}/console/webhook-events  what arrived, and each handler that ran
  ${url}/console/notifications   four messages, one of them by its fallback
  ${url}/console/requests        every call that left
${styled('bold', 'So do the sandboxes, from the other side:')}
${twoColumns(Object.entries({ ...sandboxes, slack: slack.url }))}${stays ? '\n\nStop with Ctrl-C.' : ''}`;
}

function twoColumns(pages: readonly (readonly [provider: string, address: string])[]): string {
  const texts = pages.map(([provider, address]) => `${address}  ${provider}`.padEnd(48));
  const half = Math.ceil(texts.length / 2);
  const rows = texts.slice(0, half).map((text, row) => `  ${text}${texts[half + row] ?? ''}`);
  return rows.map((row) => row.trimEnd()).join('\n');
}

/** Resolves at the first Ctrl-C. Those after it change nothing: npm repeats it. */
function stopSignal(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve(0));
  });
}
