import { concurrentIndexOf } from '../../src/platform/database/concurrent-index.js';

/** Says that what follows is safe in spite of the policy, and why. */
const ALLOWANCE = /^-- allow: .{20,}$/m;

const TABLE = String.raw`(?:IF (?:NOT )?EXISTS )?(?:ONLY )?"?(\w+)"?`;

/** Quick whatever the table holds, and no matter to a version that does not know of it. */
const SAFE_CHANGES: readonly RegExp[] = [
  // Nullable, or with a constant, which PostgreSQL keeps beside the table and does not write into each row.
  /^ADD COLUMN (?:IF NOT EXISTS )?"?\w+"? (?:(?!NOT NULL|DEFAULT|GENERATED|UNIQUE|PRIMARY|REFERENCES|CHECK).)+$/,
  /^ADD COLUMN (?:IF NOT EXISTS )?"?\w+"? (?:(?!GENERATED|UNIQUE|PRIMARY|REFERENCES|CHECK).)+ DEFAULT (?:'[^']*'(?:::[\w"]+)?|[\d.]+|true|false|now\(\)|CURRENT_TIMESTAMP)$/i,
  // Checked for new rows only; the old ones are looked at by VALIDATE, which lets others write.
  /^ADD CONSTRAINT .* NOT VALID$/,
  /^VALIDATE CONSTRAINT /,
];

/**
 * Why a migration cannot be applied to a database that the version before is at work on; nothing if it can. What is not known to be
 * safe is refused, unless `-- allow: reason` stands above it. See docs/operations/upgrades-and-migrations.md.
 */
export function violationsIn(script: string): string[] {
  if (concurrentIndexOf(script)) return [];
  const statements = statementsIn(script);
  const created = new Set(statements.flatMap(({ sql }) => tableIn(sql, 'CREATE TABLE') ?? []));
  const altered = new Set(
    statements.flatMap(({ sql }) => existingTableIn(sql) ?? []).filter((table) => !created.has(table)),
  );
  const violations = statements
    .filter(({ allowed }) => !allowed)
    .flatMap(({ sql }) => {
      const reason = reasonAgainst(sql, created);
      return reason === undefined ? [] : [`${reason}: ${sql.slice(0, 100)}`];
    });
  if (altered.size > 1) {
    violations.push(
      `one table each, or locks are held while others are waited for: ${[...altered].join(', ')}`,
    );
  }
  return violations;
}

function reasonAgainst(sql: string, created: ReadonlySet<string>): string | undefined {
  if (/^CREATE (?:TABLE|TYPE|FUNCTION|SEQUENCE|VIEW) /.test(sql) || sql.startsWith('COMMENT ON '))
    return undefined;
  const table = existingTableIn(sql);
  if (table !== undefined && created.has(table)) return undefined;
  if (sql.startsWith('CREATE TRIGGER ')) return undefined;
  if (/^CREATE (?:UNIQUE )?INDEX /.test(sql)) {
    return 'nobody can write while it is built: a file of its own, with CREATE INDEX CONCURRENTLY IF NOT EXISTS';
  }
  if (tableIn(sql, 'ALTER TABLE') === undefined) return 'not known to be safe beside the version before';
  const unsafe = changesIn(sql).find((change) => !SAFE_CHANGES.some((safe) => safe.test(change)));
  return unsafe === undefined ? undefined : `not known to be safe beside the version before (${unsafe})`;
}

/** The table that a statement alters or indexes, whose rows and users it may have. */
function existingTableIn(sql: string): string | undefined {
  if (/^CREATE (?:UNIQUE )?INDEX |^CREATE TRIGGER /.test(sql)) {
    return new RegExp(` ON ${TABLE}`).exec(sql)?.[1];
  }
  return tableIn(sql, 'ALTER TABLE');
}

function tableIn(sql: string, verb: 'CREATE TABLE' | 'ALTER TABLE'): string | undefined {
  return new RegExp(`^${verb} ${TABLE}`).exec(sql)?.[1];
}

/** `ALTER TABLE` takes several at once; commas within parentheses and texts are not between them. */
function changesIn(sql: string): string[] {
  const changes = sql.replace(new RegExp(`^ALTER TABLE ${TABLE} `), '');
  return changes.split(/,(?![^(]*\))(?=(?:[^']*'[^']*')*[^']*$)/).map((change) => change.trim());
}

/** Each on one line, its comments read and taken away. Semicolons within functions and texts end nothing. */
function statementsIn(script: string): { sql: string; allowed: boolean }[] {
  const pieces = script.match(/(?:--.*|\$(\w*)\$[\s\S]*?\$\1\$|'[^']*'|[^;])+/g) ?? [];
  return pieces
    .map((piece) => ({
      sql: piece.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim(),
      allowed: ALLOWANCE.test(piece),
    }))
    .filter(({ sql }) => sql !== '');
}
