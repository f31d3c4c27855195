import { describe, expect, it } from 'vitest';
import { prismaFolder, readMigrations } from '../../src/platform/database/schema-engine.js';
import { violationsIn } from './migration-policy.js';

/** What came before was applied by nobody while Hookline was in use: there was no version yet. */
const BASELINE = '20261122071447_deliveries';

const { migrationDirectories } = await readMigrations(prismaFolder);
const migrations = migrationDirectories
  .map(({ path, migrationFile }) => [path, migrationFile.content.value] as const)
  .filter(([path]) => path > BASELINE);

describe('A migration', () => {
  it.each(migrations)('is safe beside the version before: %s', (_, script) => {
    expect(violationsIn(script)).toEqual([]);
  });

  it.each([
    'CREATE TABLE a (id int NOT NULL); CREATE INDEX a_id ON a (id); ALTER TABLE a ADD CONSTRAINT b CHECK (id > 0);',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "a_id" ON "a"("id");',
    `ALTER TABLE a ADD COLUMN b text, ADD COLUMN c decimal(4, 2), ADD COLUMN d text NOT NULL DEFAULT 'x; y, z';`,
    'ALTER TABLE a ADD COLUMN b boolean NOT NULL DEFAULT false;',
    'ALTER TABLE a ADD CONSTRAINT b CHECK (c > 0) NOT VALID;',
    'ALTER TABLE a VALIDATE CONSTRAINT b;',
    '-- allow: nobody has read this column since version 2.1.\nALTER TABLE a DROP COLUMN b;',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM a; SELECT 1; $$; COMMENT ON TABLE a IS 'DROP; it';",
  ])('may do this: %s', (script) => {
    expect(violationsIn(script)).toEqual([]);
  });

  it.each([
    'CREATE INDEX a_id ON a (id);',
    'CREATE UNIQUE INDEX a_id ON a (id);',
    'CREATE INDEX CONCURRENTLY a_id ON a (id);', // a run that is killed could not repeat it
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id); CREATE INDEX CONCURRENTLY IF NOT EXISTS a_b ON a (b);',
    'DROP TABLE a;',
    'DROP INDEX a_id;',
    'ALTER TABLE a DROP COLUMN b;',
    'ALTER TABLE a ADD COLUMN c text, DROP COLUMN b;',
    'ALTER TABLE a RENAME COLUMN b TO c;',
    'ALTER TABLE a RENAME TO b;',
    'ALTER TABLE a ADD COLUMN b text NOT NULL;',
    'ALTER TABLE a ADD COLUMN b uuid DEFAULT gen_random_uuid();',
    'ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS (c + 1) STORED;',
    'ALTER TABLE a ADD COLUMN b text UNIQUE;',
    'ALTER TABLE a ADD COLUMN b int REFERENCES c (id);',
    'ALTER TABLE a ALTER COLUMN b SET NOT NULL;',
    'ALTER TABLE a ALTER COLUMN b TYPE bigint;',
    'ALTER TABLE a ADD CONSTRAINT b CHECK (c > 0);',
    'ALTER TABLE a ADD CONSTRAINT b FOREIGN KEY (c) REFERENCES d (id);',
    "ALTER TYPE a ADD VALUE 'b';",
    'UPDATE a SET b = 1;',
    'DELETE FROM a;',
    'TRUNCATE a;',
    'INSERT INTO a SELECT * FROM b;',
    'VACUUM FULL a;',
    'alter table a drop column b;',
    'ALTER TABLE a ADD COLUMN b text; ALTER TABLE c ADD COLUMN b text;', // locks one while it waits for the other
    '-- allow: it is fine\nALTER TABLE a DROP COLUMN b;', // no reason
    '-- allow: nobody has read this column since version 2.1.\nALTER TABLE a DROP COLUMN b;\nDROP TABLE c;',
  ])('may not do this: %s', (script) => {
    expect(violationsIn(script)).not.toEqual([]);
  });
});
