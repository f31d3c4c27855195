import type { PlatformConfig } from '../../platform/config/platform.config.js';
import { fail, ok, warn, type Finding } from '../finding.js';

/** The oldest Node.js that runs Hookline, as in `engines` of package.json. An older one does not get as far as this. */
const OLDEST_NODE = [24, 7] as const;

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
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const found = `Node.js ${version}`;
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return ok('node', found);
  return fail('node', found, `Install Node.js ${oldest}.${oldestMinor} or later.`);
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
