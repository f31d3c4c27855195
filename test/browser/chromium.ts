import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Debian, Ubuntu and macOS put it; `CHROMIUM_PATH` for anywhere else. */
const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium of this machine. CI sets `BROWSER_TESTS=required`, so that its absence is a failure there. */
export function findChromium(): string | undefined {
  const found = PLACES.find((path) => path && existsSync(path));
  if (!found && process.env['BROWSER_TESTS'] === 'required') {
    throw new Error('No Chromium was found. Install one (apt-get install chromium), or set CHROMIUM_PATH.');
  }
  return found;
}

/** Without a sandbox, which a container has no rights for; without its own calls home. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
