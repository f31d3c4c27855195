/**
 * The PostgreSQL schema that Hookline's tables are in, where `DATABASE_URL` names one as Prisma's users do
 * (`?schema=hookline`): beside a product's own tables, whatever they are called.
 */
export function schemaOf(databaseUrl: string): string | undefined {
  return URL.parse(databaseUrl)?.searchParams.get('schema') ?? undefined;
}

/**
 * The URL with which statements find the tables of its schema without naming it. Other schemas are not searched, so that a table
 * that is missing is never taken to be the product's of the same name.
 */
export function inItsSchema(databaseUrl: string): string {
  const schema = schemaOf(databaseUrl);
  if (schema === undefined) return databaseUrl;
  const url = new URL(databaseUrl);
  // Not `append`: a space has to be %20 here, where a form has a plus.
  const given = url.searchParams.get('options');
  url.searchParams.delete('options');
  const options = [given, `-c search_path=${quoted(schema)}`].filter(Boolean).join(' ');
  return `${url.href}&options=${encodeURIComponent(options)}`;
}

/** As an SQL identifier, and then as an option of the server, in which spaces and backslashes are escaped. */
function quoted(schema: string): string {
  return `"${schema.replaceAll('"', '""')}"`.replaceAll(/[\\ ]/g, String.raw`\$&`);
}
