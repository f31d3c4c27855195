import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { z } from 'zod';

/** What a call sends that differs from the example of its description. */
export interface Given {
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** An object goes as the described type, text and bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // The table of calls looks into answers of every shape; a wrong path shows as a failed call.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

const content = z.record(
  z.string(),
  z.looseObject({ schema: z.unknown().optional(), example: z.unknown().optional() }),
);
const answer = z.looseObject({
  $ref: z.string().optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
  content: content.optional(),
});
const parameter = z.looseObject({
  $ref: z.string().optional(),
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
  example: z.unknown().optional(),
});
const operation = z.looseObject({
  operationId: z.string(),
  security: z.array(z.unknown()),
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string(), answer),
});
const description = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({}),
});

export interface Operation extends z.output<typeof operation> {
  readonly method: string;
  readonly path: string;
}

/** What JSON Schema leaves to whoever validates. */
const FORMATS: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:/i,
};

/** `openapi.json`, and the calls that it describes. */
export class DescribedApi {
  readonly operations: ReadonlyMap<string, Operation>;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  private constructor(document: unknown) {
    const { paths } = description.parse(document);
    this.operations = new Map(
      Object.entries(paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, each]) => [each.operationId, { ...each, method, path }] as const),
      ),
    );
    for (const [name, format] of Object.entries(FORMATS)) this.ajv.addFormat(name, format);
    this.ajv.addSchema(closed(document) as object, 'openapi');
  }

  static async read(): Promise<DescribedApi> {
    const text = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
    return new DescribedApi(JSON.parse(text));
  }

  operation(id: string): Operation {
    const found = this.operations.get(id);
    if (!found) throw new Error(`openapi.json has no operation ${id}.`);
    return found;
  }

  /** Calls it as it is described, with the examples where nothing else is given, and holds the answer against the description. */
  async call(id: string, url: string, key: string, given: Given = {}): Promise<Answer> {
    const { method, path, security } = this.operation(id);
    const { body, contentType } = this.bodyOf(id, given);
    const response = await fetch(new URL(this.pathOf(id, given), url), {
      method: method.toUpperCase(),
      redirect: 'manual',
      headers: {
        ...(security.length > 0 && { Authorization: `Bearer ${key}` }),
        ...(contentType && { 'Content-Type': contentType }),
        ...this.neededHeaders(id),
        ...given.headers,
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const found: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
    };
    expect(
      this.faults(id, found),
      `${method} ${path} answered ${response.status}: ${text.slice(0, 600)}`,
    ).toEqual([]);
    return found;
  }

  /** What is wrong with an answer by the description. */
  faults(id: string, { status, headers, text, body }: Answer): string[] {
    const { responses } = this.operation(id);
    const declared = responses[String(status)];
    if (!declared) return [`${status} is not described`];
    const at = declared.$ref ? declared.$ref.slice(2) : `paths/${this.pointerTo(id)}/responses/${status}`;
    const described = answer.parse(this.lookUp(at));
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const missing = Object.keys(described.headers ?? {}).filter(
      (name) => !['Idempotency-Replayed', 'Retry-After'].includes(name) && !headers.has(name),
    );
    const faults = missing.map((name) => `the header ${name} is missing`);
    if (!described.content) return text === '' ? faults : [...faults, 'a body is not described'];
    if (!(type in described.content)) return [...faults, `${type} is not described`];
    if (!type.endsWith('json')) return faults;
    return [...faults, ...this.misfits(`${at}/content/${escaped(type)}/schema`, body)];
  }

  /** Whether a body is one that the description lets through. */
  takes(id: string, body: unknown): boolean {
    return (
      this.misfits(
        `paths/${this.pointerTo(id)}/requestBody/content/${escaped('application/json')}/schema`,
        body,
      ).length === 0
    );
  }

  /** The example of the body of an operation. */
  example(id: string): unknown {
    return Object.values(this.operation(id).requestBody?.content ?? {})[0]?.example;
  }

  private misfits(pointer: string, value: unknown): string[] {
    let validate = this.validators.get(pointer);
    if (!validate) {
      const fragment = pointer.split('/').map(encodeURIComponent).join('/');
      validate = this.ajv.compile({ $ref: `openapi#/${fragment}` });
      this.validators.set(pointer, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
  }

  private pointerTo(id: string): string {
    const { path, method } = this.operation(id);
    return `${escaped(path)}/${method}`;
  }

  private lookUp(pointer: string): unknown {
    return pointer
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (at, step) => (at as Record<string, unknown>)[step],
        this.ajv.getSchema('openapi')?.schema,
      );
  }

  private pathOf(id: string, { params = {}, query = {} }: Given): string {
    const { path, parameters } = this.operation(id);
    const exampleOf = (name: string) => parameters.find((each) => each.name === name)?.example;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? String(exampleOf(name))),
    );
    const examples = parameters.filter((each) => each.in === 'query' && each.example !== undefined);
    const all = {
      ...Object.fromEntries(examples.map((each) => [each.name, String(each.example)])),
      ...query,
    };
    const search = new URLSearchParams(all).toString();
    return search ? `${filled}?${search}` : filled;
  }

  private bodyOf(id: string, given: Given) {
    const { requestBody } = this.operation(id);
    if (!requestBody) return { body: undefined, contentType: undefined };
    const [contentType = '', media] = Object.entries(requestBody.content)[0] ?? [];
    const value = given.body ?? media?.example;
    if (typeof value === 'string' || value instanceof Uint8Array) {
      return { body: typeof value === 'string' ? value : new Uint8Array(value), contentType };
    }
    const isForm = contentType.includes('form');
    const body = isForm
      ? new URLSearchParams(z.record(z.string(), z.string()).parse(value)).toString()
      : JSON.stringify(value);
    return { body, contentType };
  }

  private neededHeaders(id: string): Record<string, string> {
    const needsKey = this.operation(id).parameters.some(({ $ref }) =>
      $ref?.endsWith('RequiredIdempotencyKey'),
    );
    return needsKey ? { 'Idempotency-Key': crypto.randomUUID() } : {};
  }
}

const escaped = (step: string) => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** A field that is not described is a fault of ours, though it is none of a client that ignores it. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [
    key,
    /^(examples?|default)$/.test(key) ? (part as unknown) : closed(part),
  ]);
  const schema = Object.fromEntries(parts) as Record<string, unknown>;
  const isOpen = schema.type === 'object' && 'properties' in schema && !('additionalProperties' in schema);
  return isOpen ? { ...schema, additionalProperties: false } : schema;
}
