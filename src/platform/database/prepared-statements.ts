/** Distinct statements that are prepared on each connection at most: each takes memory in the server. */
const MAX_PREPARED = 200;

/**
 * Names statements, so that each connection parses and plans them once. Whatever is written anew each time, such as a
 * list of a length of its own, would never be met again: from the limit on, new statements stay without a name.
 */
export function preparedStatements(): ({ sql }: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MAX_PREPARED || /\bIN \(\$\d+,/.test(sql)) return '';
    const name = `hookline-${names.size}`;
    names.set(sql, name);
    return name;
  };
}
