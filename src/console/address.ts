/** A page and its parameters, escaped; those that are `undefined` are left out. */
export function address(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return search.size ? `${path}?${search.toString()}` : path;
}
