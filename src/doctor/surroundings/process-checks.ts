import type { PlatformConfig } from '../../platform/config/platform.config.js';
import { fail, ok, warn, type Finding } from '../finding.js';

/** The oldest major version of Node.js that runs Hookline at all, and the oldest that its tests run on. */
const NODE = { needed: 20, tested: 24 };

const VERBOSE: ReadonlySet<string> = new Set(['debug', 'trace']);

/** What can be told without asking anybody. */
export function processFindings(config: PlatformConfig, production: boolean): Finding[] {
  return [
    nodeFinding(process.versions.node),
    production ? ok('mode', 'production') : ok('mode', 'development: what is not set has a stand-in'),
    logFinding(config, production),
    ...(production ? [proxyFinding(config)] : []),
  ];
}

function nodeFinding(version: string): Finding {
  const major = Number(version.split('.')[0]);
  const found = `Node.js ${version}`;
  if (major < NODE.needed) return fail('node', found, `Install Node.js ${NODE.tested}.`);
  if (major < NODE.tested)
    return warn('node', found, `Hookline is tested with Node.js ${NODE.tested}: install it.`);
  return ok('node', found);
}

function logFinding({ logLevel }: PlatformConfig, production: boolean): Finding {
  const found = `LOG_LEVEL is ${logLevel}`;
  if (production && VERBOSE.has(logLevel)) {
    return warn('logging', found, 'Set LOG_LEVEL=info: this much is slow, and expensive to keep.');
  }
  if (production && logLevel === 'silent') {
    return warn('logging', found, 'Set LOG_LEVEL=info: what goes wrong is written nowhere.');
  }
  return ok('logging', found);
}

/** TLS always ends before us, so an https address has a proxy behind it. */
function proxyFinding({ publicUrl, trustedProxies }: PlatformConfig): Finding {
  if (trustedProxies.length > 0)
    return ok('proxy', `${trustedProxies.length} entries of TRUST_PROXY are believed`);
  if (!publicUrl.startsWith('https:')) return ok('proxy', 'none is expected: PUBLIC_URL is not https');
  return warn(
    'proxy',
    'PUBLIC_URL is https, and no proxy is trusted',
    'Set TRUST_PROXY to the addresses of what ends TLS; else every caller seems to come from there, and shares its limits.',
  );
}
