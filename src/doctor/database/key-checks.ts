import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { escapeIdentifier, type Client } from 'pg';
import type { Environment } from '../../platform/config/config-section.js';
import type { EncryptionKey, PlatformConfig } from '../../platform/config/platform.config.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { SealedTableFacet, type SealedTable } from '../../platform/secrets/sealed-table.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import type { House } from '../house.js';
import type { OpenedDatabase } from './opened-database.js';

const CHECK = 'encryption_keys';

/** What development seals with, when nobody has set anything. */
const GENERATED_ID = 'development';

/** How many values of each table are opened to see whether the keys are those that sealed them. */
const TRIED_VALUES = 20;

/** No box begins with it: of all rows, none is under it. */
const NO_PREFIX = Uint8Array.of(0);

/** The keys of ENCRYPTION_KEYS, or the one that development has generated. */
export async function generatedKeys({ encryptionKeys, dataDir }: PlatformConfig): Promise<Environment> {
  if (encryptionKeys.length > 0) return {};
  try {
    const key = await readFile(resolve(dataDir, 'encryption-key'), 'utf8');
    return { ENCRYPTION_KEYS: `${GENERATED_ID}:${key.trim()}` };
  } catch {
    return {}; // made by the first start
  }
}

/** Whether everything that is sealed in the database can be opened, and by keys that are nobody else's. */
export async function keyFindings(
  keys: readonly EncryptionKey[],
  production: boolean,
  database: OpenedDatabase | undefined,
  house: House | Error,
): Promise<readonly Finding[]> {
  const present = presenceFinding(keys, production);
  if (!database || 'problem' in database) {
    return [present, skip(`${CHECK}.used`, 'the database could not be asked which keys it needs')];
  }
  const used = await usedKeyIds(database.client);
  return [
    present,
    ...usageFindings(keys, used),
    ...(house instanceof Error ? [] : await openingFindings(house, keys)),
  ];
}

function presenceFinding(keys: readonly EncryptionKey[], production: boolean): Finding {
  const [sealing, ...others] = keys;
  if (!sealing && !production) return ok(CHECK, 'none is set: development generates one');
  if (!sealing) {
    return fail(
      CHECK,
      'ENCRYPTION_KEYS is not set',
      'Set ENCRYPTION_KEYS to k1:$(openssl rand -base64 32), and keep it safe.',
    );
  }
  if (production && keys.some(({ id }) => id === GENERATED_ID)) {
    return fail(
      CHECK,
      'the key of development is in use in production',
      'Put a new key first in ENCRYPTION_KEYS, run hookline keys rotate, and remove the old one.',
    );
  }
  const repeated = keys.find(({ id }, position) => keys.findIndex((key) => key.id === id) < position);
  if (repeated)
    return fail(
      CHECK,
      `the id ${repeated.id} is there twice`,
      'Give each of ENCRYPTION_KEYS an id of its own.',
    );
  const opening = others.length > 0 ? `; ${others.map(({ id }) => id).join(', ')} open what is older` : '';
  return ok(CHECK, `${sealing.id} seals${opening}`);
}

function usageFindings(keys: readonly EncryptionKey[], used: ReadonlySet<string>): Finding[] {
  const missing = [...used].filter((id) => !keys.some((key) => key.id === id)).toSorted();
  const idle = keys.slice(1).filter(({ id }) => !used.has(id));
  if (missing.length > 0) {
    const found = `values in the database are sealed under ${missing.join(', ')}, which is not there`;
    const fix = `Add ${missing.join(', ')} to ENCRYPTION_KEYS again: nothing else can open them.`;
    return [fail(`${CHECK}.used`, found, fix)];
  }
  const findings = [
    ok(`${CHECK}.used`, used.size > 0 ? 'every key that is needed is there' : 'nothing is sealed yet'),
  ];
  if (idle.length === 0) return findings;
  const names = idle.map(({ id }) => id).join(', ');
  return [
    ...findings,
    warn(
      `${CHECK}.idle`,
      `nothing is sealed under ${names} any more`,
      `Remove ${names} from ENCRYPTION_KEYS, once every process seals with the first.`,
    ),
  ];
}

/**
 * The ids of the keys under which anything is sealed. Every column of sealed values is called `sealed_…`, and each value
 * begins with the id (see SealedBox).
 */
async function usedKeyIds(client: Client): Promise<Set<string>> {
  const { rows: columns } = await client.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = current_schema() AND data_type = 'bytea' AND starts_with(column_name, 'sealed_')
     ORDER BY 1, 2`,
  );
  const ids = new Set<string>();
  for (const { table, column } of columns) {
    const sealed = escapeIdentifier(column);
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT encode(substr(${sealed}, 3, get_byte(${sealed}, 1)), 'escape') AS id
       FROM ${escapeIdentifier(table)} WHERE octet_length(${sealed}) > 2`,
    );
    for (const { id } of rows) ids.add(id);
  }
  return ids;
}

/** A key of the right id may still be another key. */
async function openingFindings(house: House, keys: readonly EncryptionKey[]): Promise<Finding[]> {
  const box = house.get(SealedBox, { strict: false });
  const tables = house.get(FacetRegistry, { strict: false }).find<SealedTable>(SealedTableFacet);
  const unopened = new Set<string>();
  for (const [, table] of tables) {
    for (const { sealed, context } of await table.rowsNotUnder(NO_PREFIX, TRIED_VALUES)) {
      const id = keyIdOf(sealed);
      if (keys.some((key) => key.id === id) && !opens(box, sealed, context)) unopened.add(id);
    }
  }
  if (unopened.size === 0) return [];
  const names = [...unopened].join(', ');
  return [
    fail(
      `${CHECK}.opens`,
      `${names} does not open what is sealed under that id`,
      `Put the key back that ${names} was in ENCRYPTION_KEYS, and give the new one another id.`,
    ),
  ];
}

function keyIdOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(2, 2 + (sealed[1] ?? 0))).toString();
}

function opens(box: SealedBox, sealed: Uint8Array, context: string): boolean {
  try {
    box.open(sealed, context);
    return true;
  } catch {
    return false;
  }
}
