import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { createServer, isIP } from 'node:net';
import { isLoopback } from '../../platform/config/values.js';
import type { PlatformConfig } from '../../platform/config/platform.config.js';
import { errorCode } from '../../platform/errors/error-facts.js';
import { within } from '../../platform/within.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import { ANSWER_WITHIN_MS } from '../patience.js';
import { whoAnswersAt, type Answerer } from './own-answer.js';

/** The address that others use, and the one that the service listens on. */
export async function addressFindings(config: PlatformConfig, production: boolean): Promise<Finding[]> {
  const port = portFinding(config);
  const isRunning = port.then(({ found }) => found.endsWith(OURS));
  const [first, others] = await Promise.all([
    port,
    publicUrlFindings(config.publicUrl, production, isRunning),
  ]);
  return [first, ...others];
}

const OURS = 'Hookline listens here';

async function portFinding({ host, port }: PlatformConfig): Promise<Finding> {
  if (port === 0) return ok('port', 'PORT is 0: any that is free');
  const where = `${host}:${port}`;
  const answerer = await whoAnswersAt(`http://${reachable(host)}:${port}`);
  if (answerer.who === 'hookline') return ok('port', `${where}: ${OURS}`);
  const problem = await bindingProblem(host, port);
  if (problem === undefined) return ok('port', `${where} is free`);
  if (problem === 'EADDRINUSE') {
    return fail(
      'port',
      `${where} is taken by another program`,
      'Stop that one, or set PORT to another number.',
    );
  }
  return fail(
    'port',
    `${where} cannot be listened on (${problem})`,
    'Set HOST and PORT to an address of this machine.',
  );
}

async function bindingProblem(host: string, port: number): Promise<string | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return errorCode(error) ?? 'unknown';
  } finally {
    server.close();
  }
}

/** How this machine itself reaches what listens on `host`. */
function reachable(host: string): string {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function publicUrlFindings(
  publicUrl: string,
  production: boolean,
  isRunning: Promise<boolean>,
): Promise<Finding[]> {
  const { protocol, hostname } = new URL(publicUrl);
  if (isLoopback(hostname)) return [loopbackFinding(publicUrl, production)];
  const findings = [
    protocol === 'https:'
      ? ok('public_url', publicUrl)
      : (production ? fail : warn)(
          'public_url',
          `${publicUrl} is not https`,
          'Set PUBLIC_URL to an https:// address: providers send webhooks, and people sign in, to no other.',
        ),
  ];
  const [unresolved, answerer] = await Promise.all([resolutionProblem(hostname), whoAnswersAt(publicUrl)]);
  if (unresolved !== undefined) {
    const fix = `Point the name ${hostname} to your proxy, or correct PUBLIC_URL.`;
    return [...findings, fail('public_url.reachable', `${hostname} has no address (${unresolved})`, fix)];
  }
  return [...findings, reachableFinding(answerer, await isRunning)];
}

function loopbackFinding(publicUrl: string, production: boolean): Finding {
  if (!production)
    return skip(
      'public_url',
      `${publicUrl}: nobody but this machine reaches it, which will do in development`,
    );
  return fail(
    'public_url',
    `${publicUrl} is this machine itself`,
    'Set PUBLIC_URL to the https:// address that browsers and providers use.',
  );
}

async function resolutionProblem(hostname: string): Promise<string | undefined> {
  if (isIP(hostname.replace(/^\[(.*)\]$/, '$1'))) return undefined;
  try {
    await within(ANSWER_WITHIN_MS, lookup(hostname));
    return undefined;
  } catch (error) {
    return errorCode(error) ?? 'no answer';
  }
}

function reachableFinding(answerer: Answerer, isRunning: boolean): Finding {
  const check = 'public_url.reachable';
  if (answerer.who === 'hookline') return ok(check, 'Hookline answers there');
  const found =
    answerer.who === 'other'
      ? `somebody else answers there (HTTP ${answerer.status})`
      : `nobody answers (${answerer.why})`;
  const fix = 'Lead it to HOST:PORT of the service, and see that it is reachable from outside.';
  // A service that is to be started yet can answer nowhere.
  return isRunning
    ? fail(check, found, fix)
    : warn(check, found, `Start the service and run this again. ${fix}`);
}
