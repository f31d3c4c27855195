import { z } from 'zod';
import { call as callCode, hugging, list as listCode, object, type Entry } from './expressions.js';
import type { Layout } from './layout.js';
import { quoted } from './literals.js';
import { latinWordsOf } from '../names/words.js';
import { named, record, text } from '../document/lenient.js';
import type { OpenApiDocument } from '../document/openapi-document.js';

const Scheme = z.object({
  type: text,
  name: text,
  in: text,
  scheme: text,
  flows: z
    .object({ clientCredentials: z.object({ tokenUrl: text, scopes: named }).optional() })
    .optional()
    .catch(undefined),
});

type Scheme = z.output<typeof Scheme>;

/** What can be the name of a header (RFC 9110, 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** How the calls prove who they are from. */
export interface ImportedAuth {
  /** `bearer({ token: variable('ACME_TOKEN') })`; `undefined` where nothing has to be proved, or nobody here can. */
  readonly code: Layout | undefined;
  /** What the code calls. */
  readonly imports: readonly string[];
  /** What else there is, in sentences. */
  readonly notes: readonly string[];
}

/** One way in which one security scheme is met. */
interface Way {
  readonly call: string;
  readonly code: Layout;
  readonly variables: number;
  readonly note?: string;
}

/**
 * Of the alternatives that the document gives, the one with the fewest variables to set; the first of these.
 * @param requirements of the document, then of each chosen operation
 */
export function authOf(
  document: OpenApiDocument,
  requirements: readonly unknown[],
  { name, baseUrl }: { name: string; baseUrl: string | undefined },
): ImportedAuth {
  const schemes = new Map(
    Object.entries(document.root.components?.securitySchemes ?? {}).map(([key, scheme]) => [
      key,
      document.read(Scheme, scheme),
    ]),
  );
  const prefix = name.replaceAll('-', '_').toUpperCase();
  const alternatives = requirements.map((requirement) => Object.keys(record.parse(requirement)));
  const known = new Map(
    [...schemes].map(([key, scheme]) => [key, wayOf(key, scheme, prefix, baseUrl, schemes)]),
  );
  const possible = alternatives
    .filter((keys) => keys.length > 0 && keys.every((key) => known.get(key)))
    .map((keys) => ({ keys, ways: keys.flatMap((key) => known.get(key) ?? []) }))
    .toSorted((a, b) => variablesOf(a.ways) - variablesOf(b.ways));
  const [chosen] = possible;
  const left = new Set(alternatives.flat().filter((key) => !chosen?.keys.includes(key)));
  const notes = [
    ...(chosen?.ways.flatMap(({ note }) => note ?? []) ?? []),
    ...[...left].map((key) => noteOf(key, schemes.get(key), chosen !== undefined)),
  ];
  if (!chosen) return { code: undefined, imports: [], notes };
  // An empty alternative: it can also be called without.
  const isOptional = alternatives.some((keys) => keys.length === 0);
  const codes = chosen.ways.map(({ code: one }) => (isOptional ? callCode('optional', one) : one));
  const code = codes.length === 1 ? codes[0] : listCode(codes);
  const calls = new Set(chosen.ways.map(({ call }) => call));
  return { code, imports: [...calls, ...(isOptional ? ['optional'] : []), 'variable'], notes };
}

function variablesOf(ways: readonly Way[]): number {
  return ways.reduce((sum, { variables }) => sum + variables, 0);
}

function wayOf(
  key: string,
  scheme: Scheme,
  prefix: string,
  baseUrl: string | undefined,
  all: ReadonlyMap<string, Scheme>,
): Way | undefined {
  const { type, scheme: http = '', name = '' } = scheme;
  const kind = type === 'http' ? http.toLowerCase() : type;
  if (kind === 'bearer') return way('bearer', [{ name: 'token', value: variable(`${prefix}_TOKEN`) }]);
  if (kind === 'basic') {
    return way('basic', [
      { name: 'username', value: variable(`${prefix}_USERNAME`) },
      { name: 'password', value: variable(`${prefix}_PASSWORD`) },
    ]);
  }
  if (
    kind === 'apiKey' &&
    ((scheme.in === 'header' && TOKEN.test(name)) || (scheme.in === 'query' && name !== ''))
  ) {
    const isOnly = [...all.values()].filter((each) => each.type === 'apiKey').length === 1;
    const suffix = isOnly ? 'API_KEY' : latinWordsOf(key).join('_').toUpperCase() || 'API_KEY';
    return way('apiKey', [
      { name: 'in', value: quoted(scheme.in) },
      { name: 'name', value: quoted(name) },
      { name: 'key', value: variable(`${prefix}_${suffix}`) },
    ]);
  }
  const flow = scheme.flows?.clientCredentials;
  if (kind !== 'oauth2' || !flow) return undefined;
  const endpoint = tokenEndpoint(flow.tokenUrl ?? '', baseUrl);
  if (!endpoint) return undefined;
  const scopes = Object.keys(flow.scopes ?? {});
  return {
    ...way('clientCredentials', [
      endpoint,
      { name: 'clientId', value: variable(`${prefix}_CLIENT_ID`) },
      { name: 'clientSecret', value: variable(`${prefix}_CLIENT_SECRET`) },
    ]),
    ...(scopes.length > 0 && { note: `Its tokens may need a \`scope\`, of: ${scopes.join(' ')}.` }),
  };
}

function way(call: string, entries: readonly Entry[]): Way {
  const variables = entries.filter(
    ({ value }) => typeof value === 'string' && value.startsWith('variable('),
  ).length;
  return { call, code: hugging(call, object(entries)), variables };
}

function variable(name: string): string {
  return `variable(${quoted(name)})`;
}

/** Below the base URL by its path, so that it moves with `<NAME>_API_BASE_URL`; else by its whole address. */
function tokenEndpoint(url: string, baseUrl: string | undefined): Entry | undefined {
  const whole = url === '' ? undefined : URL.parse(url, baseUrl);
  if (!whole) return url.startsWith('/') ? { name: 'tokenPath', value: quoted(url) } : undefined;
  if (!/^https?:$/.test(whole.protocol)) return undefined;
  const isBelow = baseUrl !== undefined && whole.href.startsWith(`${baseUrl}/`);
  return isBelow
    ? { name: 'tokenPath', value: quoted(whole.href.slice(baseUrl.length)) }
    : { name: 'tokenUrl', value: quoted(whole.href) };
}

function noteOf(key: string, scheme: Scheme | undefined, hasOther: boolean): string {
  const what = `${key} (${[scheme?.type ?? 'not described', scheme?.scheme ?? scheme?.in].filter(Boolean).join(', ')})`;
  if (hasOther) return `It can also be called with ${what}.`;
  if (scheme?.type === 'oauth2' || scheme?.type === 'openIdConnect') {
    return `It is called for connected accounts: ${what}.`;
  }
  return `It wants ${what}, which has to be added to auth by hand.`;
}
