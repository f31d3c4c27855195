import { declaredSections, type Environment } from '../platform/config/config-section.js';
import { platformConfig } from '../platform/config/platform.config.js';
import { errorMessage } from '../platform/errors/error-facts.js';
import { SecretRedaction } from '../platform/logging/secret-redaction.js';
import { redisConfig } from '../platform/redis/redis.config.js';
import { within } from '../platform/within.js';
import { configurationFindings } from './configuration/configuration-checks.js';
import { readEnvironment } from './configuration/readable-environment.js';
import { adminFindings } from './database/admin-check.js';
import { databaseFindings } from './database/database-checks.js';
import { embeddedFindings, embeddedUrl } from './database/embedded-check.js';
import { generatedKeys, keyFindings } from './database/key-checks.js';
import { inDatabase } from './database/opened-database.js';
import type { Finding } from './finding.js';
import type { BuildHouse, House } from './house.js';
import { patiently } from './patience.js';
import { providerFindings } from './providers/provider-checks.js';
import { secretsOf } from './secrets-of.js';
import { addressFindings } from './surroundings/address-checks.js';
import { issuerFindings } from './surroundings/issuer-checks.js';
import { processFindings } from './surroundings/process-checks.js';
import { redisFindings } from './surroundings/redis-check.js';

/** What came of an examination. */
export interface Examination {
  /** In the same order each time. */
  readonly findings: readonly Finding[];
  /** What is wrong with the environment variables; empty when the service would start with them. */
  readonly problems: readonly string[];
}

/** How long open connections may take to end, in ms. */
const CLOSE_WITHIN_MS = 500;

/** Nobody listens there (RFC 863): a house needs the address of a database, whether there is one or not. */
const NO_DATABASE = 'postgresql://127.0.0.1:9/none';

/**
 * Looks at everything that a start depends on, all at once and each with a bound, and goes on whatever is wrong. No
 * migration is applied, and nothing is started.
 * @param given whose variables are looked at, once the modules that declare them are loaded
 */
export async function examine(given: Environment, build: BuildHouse): Promise<Examination> {
  const { problems, readable } = readEnvironment(given);
  const production = given['NODE_ENV'] === 'production';
  const config = platformConfig.read(readable);
  const environment = { ...readable, ...(!production && (await generatedKeys(config))) };
  const embedded = await embeddedUrl(config);
  const url = config.databaseUrl ?? (production ? undefined : embedded);
  // Before any clock runs: building takes the processor for itself, while answers would wait.
  const house = await built(build({ ...withoutRetries(environment), DATABASE_URL: url ?? NO_DATABASE }));
  const { encryptionKeys } = platformConfig.read(environment);
  const told = [...configurationFindings(given, problems), ...processFindings(config, production)];
  const asked = await Promise.all([
    patiently('port', addressFindings(config, production)),
    patiently(
      'database',
      inDatabase(url, (database) => databaseFindings(database, config)),
    ),
    patiently('database.embedded', embeddedFindings(config, production, embedded)),
    patiently('redis', redisFindings(redisConfig.read(environment))),
    patiently(
      'encryption_keys',
      inDatabase(url, (database) => keyFindings(encryptionKeys, production, database, house)),
    ),
    patiently(
      'admin',
      inDatabase(url, (database) => adminFindings(database, given, production)),
    ),
    patiently('jwt.issuer', issuerFindings(environment)),
    patiently('providers', providerFindings(house, config.publicUrl, production)),
  ]);
  await closed(house);
  const redaction = new SecretRedaction(secretsOf(given));
  // What others have said may quote a secret. Our own words about the configuration never do.
  const answered = asked
    .flat()
    .filter(({ check }) => !isMisread(check, given, problems))
    .map((finding) => ({ ...finding, found: redaction.redact(finding.found) }));
  return { findings: [...told, ...answered], problems };
}

/** What is set and cannot be read is told under `configuration`. Its own check would look at a value that nobody has set. */
function isMisread(check: string, given: Environment, problems: readonly string[]): boolean {
  const variable = check.toUpperCase();
  return Boolean(given[variable]?.trim()) && problems.some((problem) => problem.startsWith(`${variable}: `));
}

/** The house, or why there is none. */
async function built(house: Promise<House>): Promise<House | Error> {
  try {
    return await house;
  } catch (error) {
    return error instanceof Error ? error : new Error(errorMessage(error));
  }
}

/** What still waits for an answer is not waited for. */
async function closed(house: House | Error): Promise<void> {
  if (house instanceof Error) return;
  await within(CLOSE_WITHIN_MS, house.close()).catch(() => undefined);
}

/** What fails now and then is to be seen, and somebody waits: nothing is tried twice. */
function withoutRetries(environment: Environment): Environment {
  const names = declaredSections()
    .flatMap(({ variables }) => variables)
    .filter((name) => name.endsWith('_MAX_RETRIES'));
  return { ...environment, ...Object.fromEntries(names.map((name) => [name, '0'])) };
}
