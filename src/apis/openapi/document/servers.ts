import { Server, ServerVariable, type OpenApiDocument } from './openapi-document.js';

/** Where an API is. */
export interface Address {
  /** Without a slash at its end; `undefined` where the document does not name a host. */
  readonly baseUrl: string | undefined;
  /** What stands before each path, where only that is known: `/api/v3`. */
  readonly basePath: string;
  /** The other servers, for people to choose. */
  readonly others: readonly string[];
}

/** The first of the servers, its variables filled with their defaults; with TLS where it is there with and without. */
export function addressOf(document: OpenApiDocument): Address {
  const urls = (document.root.servers ?? []).map((server) => withoutEnd(urlOf(document, server)));
  const [first = ''] = urls;
  const chosen = (first.startsWith('http:') && urls.find((url) => url.startsWith('https:'))) || first;
  const others = urls.filter((url) => url !== chosen);
  const whole = URL.parse(chosen);
  if (whole && /^https?:$/.test(whole.protocol)) {
    return { baseUrl: whole.origin + withoutEnd(whole.pathname), basePath: '', others };
  }
  const path = withoutEnd(chosen.split(/[?#]/)[0] ?? '');
  return { baseUrl: undefined, basePath: /^\/[\w/.~-]*$/.test(path) ? path : '', others };
}

function urlOf(document: OpenApiDocument, server: unknown): string {
  const { url = '', variables = {} } = document.read(Server, server);
  return url.replaceAll(/\{([^{}]*)\}/g, (_all, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return document.read(ServerVariable, variable).default ?? name;
  });
}

function withoutEnd(url: string): string {
  return url.replace(/\/+$/, '');
}
