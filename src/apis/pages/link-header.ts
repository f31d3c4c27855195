const VALUE = String.raw`"(?:[^"\\]|\\.)*"|[^\s;,"]+`;
const PARAMETER = String.raw`\s*;\s*([^\s;,="]*)(?:\s*=\s*(${VALUE}))?`;

const LINKS = new RegExp(String.raw`<([^<>]*)>((?:${PARAMETER})*)`, 'g');
const PARAMETERS = new RegExp(PARAMETER, 'g');

/** The target of the first link of a relation in a `Link` header (RFC 8288, 3); `undefined` when there is none. */
export function linkTo(relation: string, header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(LINKS)) {
    if (relationsOf(parameters).includes(relation)) return target;
  }
  return undefined;
}

/** The first `rel` counts (RFC 8288, 3.3). */
function relationsOf(parameters: string): string[] {
  const named = [...parameters.matchAll(PARAMETERS)].find(([, name = '']) => name.toLowerCase() === 'rel');
  return (named?.[2] ?? '').replaceAll('"', '').toLowerCase().split(/\s+/);
}
