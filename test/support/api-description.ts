import { parse as parseForm } from 'qs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** The parts of an OpenAPI description that a call is held against. */
interface OpenApi {
  openapi: string;
  paths: Record<string, PathItem>;
  components?: { parameters?: Record<string, Parameter>; responses?: Record<string, Answer> };
}
interface PathItem {
  parameters?: (Parameter | Reference)[];
  [method: string]: unknown;
}
interface OperationObject {
  parameters?: (Parameter | Reference)[];
  requestBody?: Body | Reference;
  responses?: Record<string, Answer | Reference>;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: object;
}
interface Body {
  required?: boolean;
  content?: Content;
}
interface Answer {
  content?: Content;
}
interface Reference {
  $ref: string;
}
type Content = Record<string, { schema?: object }>;

/** A call as it went over the wire. */
export interface ObservedCall {
  method: string;
  /** Path and query, without the base path of the description. */
  path: string;
  requestHeaders: Readonly<Record<string, string | string[] | undefined>>;
  requestBody: Buffer;
  status: number;
  responseHeaders: Readonly<Record<string, string | string[] | undefined>>;
  responseBody: Buffer;
}

/** A provider's published description of its API (OpenAPI 3.0 or 3.1), to hold calls against. */
export class ApiDescription {
  private readonly contract: OpenApi;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly coercing = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    coerceTypes: 'array',
  });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(text: string) {
    const contract: unknown = JSON.parse(text);
    this.contract = modernised(contract) as OpenApi;
    for (const ajv of [this.ajv, this.coercing]) ajv.addSchema(this.contract, 'contract');
  }

  /** What is wrong with a call, request and answer; `undefined` where the description does not have it. */
  faults(call: ObservedCall): string[] | undefined {
    const url = new URL(call.path, 'http://provider');
    const method = call.method.toLowerCase();
    const template = this.templateOf(url.pathname, method);
    if (template === undefined) return undefined;
    const item = this.contract.paths[template];
    const operation = item?.[method] as OperationObject;
    const at = ['paths', template, method];
    const parameters = [...(item?.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
      this.resolve(parameter),
    );
    return [
      ...this.queryFaults(url.searchParams, parameters),
      ...this.requestFaults(call, operation, at),
      ...this.answerFaults(call, operation, at),
    ].map((fault) => `${call.method} ${template} ${fault}`);
  }

  private templateOf(pathname: string, method: string): string | undefined {
    const fitting = Object.keys(this.contract.paths).filter(
      (template) => this.contract.paths[template]?.[method] && patternOf(template).test(pathname),
    );
    // `/contacts/search` fits `/contacts/{id}`, too: the one with fewer holes is meant.
    return fitting.toSorted((a, b) => holes(a) - holes(b))[0];
  }

  private queryFaults(query: URLSearchParams, parameters: readonly Parameter[]): string[] {
    const known = parameters.filter((parameter) => parameter.in === 'query');
    // `created[gte]` and `expand[]` are parts of one parameter.
    const names = new Set([...query.keys()].map((name) => name.replace(/\[.*$/, '')));
    const unknown = [...names].filter((name) => !known.some((each) => each.name === name));
    return [
      ...unknown.map((name) => `has no query parameter ${name}`),
      ...known
        .filter(({ name, required }) => required && !names.has(name))
        .map(({ name }) => `needs the query parameter ${name}`),
      ...known.flatMap(({ name, schema }) => {
        if (!query.has(name) || !schema) return [];
        const values = query.getAll(name);
        const value = values.length > 1 ? values : values[0];
        const validate = this.coercing.compile({
          properties: { value: { ...schema } },
          $defs: {},
        });
        return validate({ value }) ? [] : [`takes no ${name}=${values.join(',')}`];
      }),
    ];
  }

  private requestFaults(call: ObservedCall, operation: OperationObject, at: readonly string[]): string[] {
    const declared = operation.requestBody;
    const requestBody = declared && this.resolve(declared);
    if (call.requestBody.length === 0) {
      return requestBody?.required ? ['needs a body'] : [];
    }
    const content = requestBody?.content;
    const type = mediaTypeOf(call.requestHeaders);
    if (!content) return ['takes no body'];
    if (!(type in content)) return [`takes no body of type ${type}`];
    const pointer = [...pointerTo(declared, [...at, 'requestBody']), 'content', type, 'schema'];
    return this.bodyFaults('request', type, call.requestBody, content[type]?.schema, pointer);
  }

  private answerFaults(call: ObservedCall, operation: OperationObject, at: readonly string[]): string[] {
    const { responses = {} } = operation;
    const { status } = call;
    const key = [String(status), `${String(status)[0]}XX`, 'default'].find((each) => each in responses);
    const found = key === undefined ? undefined : responses[key];
    if (!found || key === undefined) return [`is never answered with ${status}`];
    const answer = this.resolve(found);
    const type = mediaTypeOf(call.responseHeaders);
    const schema = answer.content?.[type]?.schema;
    if (call.responseBody.length === 0 || !schema) return [];
    const pointer = [...pointerTo(found, [...at, 'responses', key]), 'content', type, 'schema'];
    return this.bodyFaults(`answer ${status}`, type, call.responseBody, schema, pointer);
  }

  private bodyFaults(
    what: string,
    type: string,
    body: Buffer,
    schema: object | undefined,
    pointer: readonly string[],
  ): string[] {
    if (!schema) return [];
    const isForm = type === 'application/x-www-form-urlencoded';
    if (!isForm && !type.endsWith('json')) return [];
    let value: unknown;
    try {
      value = isForm
        ? parseForm(body.toString(), { depth: 10, arrayLimit: 1_000 })
        : (JSON.parse(body.toString()) as unknown);
    } catch {
      return [`${what} is no ${type}`];
    }
    const validate = this.validatorOf(pointer, isForm);
    if (validate(value)) return [];
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${what} ${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
    return [...new Set(faults)].slice(0, 10);
  }

  private validatorOf(pointer: readonly string[], coerces: boolean): ValidateFunction {
    const path = pointer
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const key = `${coerces} ${path}`;
    const known = this.validators.get(key);
    if (known) return known;
    const ajv = coerces ? this.coercing : this.ajv;
    const validate = ajv.compile({ $ref: `contract#/${path}` });
    this.validators.set(key, validate);
    return validate;
  }

  private resolve<T extends object>(value: T | Reference): T {
    if (!('$ref' in value)) return value;
    const found = value.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], this.contract);
    return found as T;
  }
}

/** Where something is in the description: at its place, or where that refers to. */
function pointerTo(value: object | undefined, place: readonly string[]): readonly string[] {
  return value && '$ref' in value ? String(value.$ref).slice(2).split('/') : place;
}

function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/\{[^}]+\}/g, '[^/]+')}$`);
}

function holes(template: string): number {
  return template.split('{').length;
}

function mediaTypeOf(headers: ObservedCall['requestHeaders']): string {
  return (
    String(headers['content-type'] ?? '')
      .split(';')[0]
      ?.trim()
      .toLowerCase() ?? ''
  );
}

/** OpenAPI 3.0 says some things differently from JSON Schema 2020-12: `nullable`, and booleans for exclusive limits. */
function modernised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernised);
  if (typeof value !== 'object' || value === null) return value;
  const {
    nullable,
    exclusiveMinimum,
    exclusiveMaximum,
    discriminator: _openApiOnly,
    ...rest
  } = value as Record<string, unknown>;
  const result = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, modernised(inner)]));
  const { minimum, maximum } = result;
  if (exclusiveMinimum === true && minimum !== undefined) result['exclusiveMinimum'] = minimum;
  else if (typeof exclusiveMinimum === 'number') result['exclusiveMinimum'] = exclusiveMinimum;
  else if (typeof exclusiveMinimum === 'object') result['exclusiveMinimum'] = modernised(exclusiveMinimum);
  if (exclusiveMaximum === true && maximum !== undefined) result['exclusiveMaximum'] = maximum;
  else if (typeof exclusiveMaximum === 'number') result['exclusiveMaximum'] = exclusiveMaximum;
  else if (typeof exclusiveMaximum === 'object') result['exclusiveMaximum'] = modernised(exclusiveMaximum);
  if (typeof nullable === 'object') result['nullable'] = modernised(nullable); // a property of that name
  return nullable === true ? { anyOf: [result, { type: 'null' }] } : result;
}
