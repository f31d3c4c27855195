import { createClient } from '@redis/client';
import type { RedisConfig } from '../../platform/redis/redis.config.js';
import { errorCode, errorMessage } from '../../platform/errors/error-facts.js';
import { within } from '../../platform/within.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import { ANSWER_WITHIN_MS } from '../patience.js';

/** The oldest major version that is still looked after by its makers' successors. */
const OLDEST = 6;

/**
 * Whether the shared cache is there, and makes room for what is new. One that is named and does not answer is a mistake,
 * even though Hookline goes on without it.
 */
export async function redisFindings({ url }: RedisConfig): Promise<Finding[]> {
  if (!url) {
    return [
      skip(
        'redis',
        'REDIS_URL is not set: limits of calls are shared by PostgreSQL; cached answers and the limits of the API are of each process',
      ),
    ];
  }
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: ANSWER_WITHIN_MS, reconnectStrategy: false },
    commandOptions: { timeout: ANSWER_WITHIN_MS },
  });
  // Told by connect(), too; without a listener it would end the process.
  client.on('error', () => {});
  try {
    // The client's own limits leave out the greeting, which a server that hangs does not answer.
    await within(ANSWER_WITHIN_MS, client.connect());
    const info = factsOf(await client.info());
    return [versionFinding(info), evictionFinding(info)];
  } catch (error) {
    const { hostname, port } = new URL(url);
    const found = `${hostname}:${port || 6379} does not answer (${errorCode(error) ?? errorMessage(error)})`;
    return [
      fail('redis', found, 'Check REDIS_URL, its password, and that Redis is running there; or unset it.'),
    ];
  } finally {
    if (client.isOpen) client.destroy();
  }
}

function factsOf(info: string): ReadonlyMap<string, string> {
  const pairs = info.split(/\r?\n/).map((line) => line.split(':'));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

function versionFinding(info: ReadonlyMap<string, string>): Finding {
  const version = info.get('redis_version') ?? 'of an unknown version';
  if (Number.parseInt(version, 10) < OLDEST)
    return warn('redis', `Redis ${version}`, `Update it to ${OLDEST} or later.`);
  return ok('redis', `Redis ${version}`);
}

function evictionFinding(info: ReadonlyMap<string, string>): Finding {
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  if (policy === 'noeviction' && info.get('maxmemory') !== '0') {
    const found = 'maxmemory-policy is noeviction: once it is full, nothing is shared any more';
    return warn(
      'redis.memory',
      found,
      'Set maxmemory-policy to allkeys-lru: all that Hookline keeps there may go.',
    );
  }
  return ok('redis.memory', `maxmemory-policy is ${policy}`);
}
