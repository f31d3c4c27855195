import { stringify } from 'qs';
import { z } from 'zod';
import type { FieldIssue } from '../../contracts/errors.js';
import type { ApiRequest } from '../../connections/roads/provider-api.js';
import type { HttpMethod } from '../../outbound/outbound-call.js';
import { encodeInput } from '../mapping/encode-input.js';
import { issuesOf, refusedInput } from '../mapping/refused-input.js';
import type { BodyFormat, InputSchemas, QueryStyle } from './rest-input.js';

interface RequestOptions extends InputSchemas {
  readonly bodyFormat?: BodyFormat;
  readonly contentType?: string;
  readonly queryStyle?: QueryStyle;
}

interface About {
  provider: string;
  operation: string;
}

/** An input, sorted into what stands where. */
interface Parts {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: unknown;
  body: unknown;
}

/** Makes the requests of one operation out of what its callers give. */
export class RestRequests {
  private readonly names: readonly string[];

  constructor(
    private readonly method: HttpMethod,
    private readonly path: string,
    private readonly options: RequestOptions,
  ) {
    if (!path.startsWith('/')) throw new TypeError(`${method} ${path}: the path has to begin with a slash.`);
    if (options.body && (method === 'GET' || method === 'HEAD')) {
      throw new TypeError(`${method} ${path} cannot have a body. Use post, with safety { by: 'reading' }.`);
    }
    this.names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  }

  /** It can be asked without any input. */
  get needNothing(): boolean {
    const { query, headers: names, body } = this.options;
    const takesNothing = (schema: z.ZodType | undefined, nothing: unknown) =>
      !schema || encodeInput(schema, nothing).success;
    return (
      this.names.length === 0 &&
      takesNothing(query, {}) &&
      takesNothing(names, undefined) &&
      takesNothing(body, undefined)
    );
  }

  /**
   * @throws ValidationError that names each wrong field
   * @throws TypeError for a schema that cannot encode
   */
  async of(
    given: object,
    more: Readonly<Record<string, string>> | undefined,
    about: About,
  ): Promise<Omit<ApiRequest, 'url'>> {
    const { params, query, headers, body } = this.options;
    const parts = this.sorted(given);
    const issues: FieldIssue[] = [];
    const encoded = (schema: z.ZodType | undefined, value: unknown, prefix = ''): unknown => {
      if (!schema) return value;
      const result = encodeInput(schema, value);
      if (result.success) return result.data;
      issues.push(...issuesOf(result.error, prefix));
      return undefined;
    };
    const request = {
      method: this.method,
      path: this.path,
      params: this.placesOf(encoded(params, parts.params), issues),
      query: this.queryOf(encoded(query, parts.query), more),
      headers: headersOf(encoded(headers, parts.headers, 'headers'), issues),
    };
    const sent = encoded(body, parts.body, 'body');
    if (issues.length > 0) throw refusedInput(about, issues);
    if (sent === undefined) return request;
    const content = await contentOf(sent, this.options);
    return { ...request, ...content, headers: { ...content.headers, ...request.headers } };
  }

  /** What no schema describes is not sent: the type of the input does not have it either. */
  private sorted(given: object): Parts {
    const { query, headers: named, body } = this.options;
    const parts: Parts = { params: {}, query: {}, headers: undefined, body: undefined };
    for (const [name, value] of Object.entries(given)) {
      if (name === 'body') parts.body = body && value;
      else if (name === 'headers') parts.headers = named && value;
      else if (this.names.includes(name)) parts.params[name] = value;
      else if (query) parts.query[name] = value;
    }
    return parts;
  }

  /** What stands for the names in the path. @param issues gets what is wrong, unless the schema has found it already */
  private placesOf(given: unknown, issues: FieldIssue[]): Record<string, string> | undefined {
    if (this.names.length === 0 || !isRecord(given)) return undefined;
    const places: Record<string, string> = {};
    for (const name of this.names) {
      const place = textOf(given[name]);
      if (place) places[name] = place;
      else issues.push({ field: name, issue: 'must be given, as text or a number, and not be empty' });
    }
    return places;
  }

  private queryOf(query: unknown, more: Readonly<Record<string, string>> | undefined) {
    if (!this.options.query && !more) return undefined;
    const search = new URLSearchParams(pairsOf(query, this.options));
    for (const [name, value] of Object.entries(more ?? {})) search.set(name, value);
    return search;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function headersOf(given: unknown, issues: FieldIssue[]): Record<string, string> {
  const headers: Record<string, string> = {};
  if (!isRecord(given)) return headers;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const text = textOf(value);
    if (text === undefined) issues.push({ field: `headers.${name}`, issue: 'must be text or a number' });
    else headers[name.toLowerCase()] = text;
  }
  return headers;
}

type Content = Pick<ApiRequest, 'json' | 'form' | 'bytes' | 'headers'>;

async function contentOf(body: unknown, options: RequestOptions): Promise<Content> {
  const { headers: usual, ...content } = await inFormat(body, options);
  const { contentType } = options;
  return {
    ...content,
    headers: { ...usual, ...(contentType !== undefined && { 'content-type': contentType }) },
  };
}

async function inFormat(body: unknown, options: RequestOptions): Promise<Content> {
  switch (options.bodyFormat) {
    case 'form':
      return {
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        bytes: new TextEncoder().encode(pairsOf(body, options)),
      };
    case 'multipart':
      return multipart(z.record(z.string(), z.unknown()).parse(body));
    case 'bytes':
      return {
        bytes: z.instanceof(Uint8Array).parse(body),
        headers: { 'content-type': 'application/octet-stream' },
      };
    default:
      return { json: body };
  }
}

/** `a=1&a=2&b%5Bc%5D=3`: a query, or a form. */
function pairsOf(value: unknown, { queryStyle = 'repeat' }: RequestOptions): string {
  return stringify(value, { arrayFormat: queryStyle, skipNulls: true, commaRoundTrip: false });
}

/** RFC 7578, as fetch writes it. Texts, numbers and files (`Blob`, `File`); lists as one part for each. */
async function multipart(body: Readonly<Record<string, unknown>>): Promise<Content> {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null) continue;
      if (one instanceof Blob) form.append(name, one);
      else form.append(name, typeof one === 'object' ? JSON.stringify(one) : String(one));
    }
  }
  const written = new Response(form);
  const type = written.headers.get('content-type') ?? 'multipart/form-data';
  return { bytes: new Uint8Array(await written.arrayBuffer()), headers: { 'content-type': type } };
}
