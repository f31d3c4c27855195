import type { Environment } from '../../platform/config/config-section.js';
import { ok, skip, warn, type Finding } from '../finding.js';
import type { OpenedDatabase } from './opened-database.js';

/** Whether anybody can sign in to the console. */
export async function adminFindings(
  database: OpenedDatabase | undefined,
  { ADMIN_EMAIL }: Environment,
  production: boolean,
): Promise<Finding[]> {
  if (ADMIN_EMAIL?.trim()) return [ok('admin', 'ADMIN_EMAIL signs in to the console')];
  if (!database || 'problem' in database) {
    return [skip('admin', 'ADMIN_EMAIL is not set, and the database could not be asked')];
  }
  const { rows: tables } = await database.client.query<{ exists: boolean }>(
    `SELECT to_regclass('admins') IS NOT NULL AS exists`,
  );
  const { rows } = tables[0]?.exists
    ? await database.client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM admins WHERE role = 'admin' AND disabled_at IS NULL`,
      )
    : { rows: [] };
  const count = rows[0]?.count ?? 0;
  if (count > 0) return [ok('admin', `${count} in the database`)];
  if (!production) return [ok('admin', 'nobody yet: npm start prints a link that signs the first one in')];
  const fix = 'Set ADMIN_EMAIL and ADMIN_PASSWORD, or run hookline admins create EMAIL.';
  return [warn('admin', 'nobody can sign in to the console', fix)];
}
