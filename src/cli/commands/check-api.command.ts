import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ApiCheck } from '../../apis/checks/api-check.js';
import { isLoopback } from '../../platform/config/values.js';
import { print, table } from '../print.js';
import type { Runtime } from '../runtime.js';

const DAY_MS = 86_400_000;

export function checkApiCommand(runtime: Runtime): Command {
  return new Command('check-api')
    .description(
      'Try an API: does it answer, how fast, how long is its certificate good, what is left of its limit?',
    )
    .argument('[target]', 'an address, or the name of a provider or a described API')
    .option('--base-url <url>', 'an address, too')
    .option('--from <file>', 'where the description is that the name is of, as a compiled module')
    .option('--json', 'print JSON')
    .action(async (target: string | undefined, { baseUrl, from, json }: Options, self: Command) => {
      const checks = await checksOf(readTarget(target, baseUrl, self), from, runtime);
      print(json, checks.map(onTheWire), textOf(checks));
      const failed = checks.filter(({ problem }) => problem !== undefined).length;
      if (failed > 0) throw new Error(`${failed} of ${checks.length} checks failed.`);
    });
}

interface Options {
  baseUrl?: string;
  from?: string;
  json?: boolean;
}

/** Ends the command for what is neither. What is wrong is not quoted: an address may hold a secret. */
function readTarget(target: string | undefined, baseUrl: string | undefined, self: Command): URL | string {
  const given = target ?? baseUrl;
  if (given === undefined || (target !== undefined && baseUrl !== undefined)) {
    return self.error('error: give one address, or one name.');
  }
  if (target !== undefined && /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(target)) return target;
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopback(url.hostname))) {
    return self.error(
      'error: this is neither a name nor an https:// address (http:// only for this machine).',
    );
  }
  if (url.username || url.password) {
    return self.error('error: an address is called without a credential. Leave user name and password out.');
  }
  return url;
}

async function checksOf(
  target: URL | string,
  from: string | undefined,
  runtime: Runtime,
): Promise<ApiCheck[]> {
  if (target instanceof URL) {
    const { checkUrl } = await import('../../apis/checks/url-check.js');
    return [await checkUrl(target)];
  }
  const named = await import('../../apis/checks/named-checks.js');
  const { withDescribed } = await import('../../apis/checks/described-in.js');
  const { app, close } = await runtime.openApplication(process.env);
  try {
    const house = from === undefined ? app : await withDescribed(app, resolve(from));
    return await named.checksOf(house, target);
  } finally {
    await close();
  }
}

function textOf(checks: readonly ApiCheck[]): string {
  const headings = ['CHECK', 'RESULT', 'STATUS', 'LATENCY', 'RATE LIMIT', 'CERTIFICATE'];
  const rows = checks.map((check) => [
    check.name,
    check.problem === undefined ? 'ok' : 'failed',
    String(check.status ?? ''),
    `${Math.round(check.latencyMs)} ms`,
    rateLimitText(check),
    certificateText(check),
  ]);
  const problems = checks.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [`${name}: ${problem}`],
  );
  return printable([table(headings, rows), ...(problems.length > 0 ? ['', ...problems] : [])].join('\n'));
}

function rateLimitText({ rateLimit }: ApiCheck): string {
  const { limit, remaining, resetMs } = rateLimit ?? {};
  if (remaining === undefined) return '';
  const of = limit === undefined ? '' : ` of ${limit}`;
  const reset = resetMs === undefined ? '' : `, anew in ${Math.ceil(resetMs / 1000)} s`;
  return `${remaining}${of} left${reset}`;
}

function certificateText({ certificate }: ApiCheck): string {
  if (!certificate) return '';
  const days = daysLeft(certificate.validUntil);
  const left = days < 0 ? 'expired' : `${days} days left`;
  return `${left}, by ${certificate.issuer}`;
}

function daysLeft(validUntil: Date): number {
  return Math.floor((validUntil.getTime() - Date.now()) / DAY_MS);
}

function onTheWire({ name, problem, status, latencyMs, rateLimit, certificate }: ApiCheck) {
  return {
    check: name,
    ok: problem === undefined,
    problem: problem ?? null,
    status: status ?? null,
    latency_ms: Math.round(latencyMs),
    rate_limit: {
      limit: rateLimit?.limit ?? null,
      remaining: rateLimit?.remaining ?? null,
      reset_in_ms: rateLimit?.resetMs ?? null,
    },
    certificate: certificate
      ? {
          issuer: certificate.issuer,
          valid_until: certificate.validUntil.toISOString(),
          days_left: daysLeft(certificate.validUntil),
        }
      : null,
  };
}

/** What a server says of itself could steer a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, ' ');
}
