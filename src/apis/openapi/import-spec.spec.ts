import { describe, expect, it } from 'vitest';
import { importSpec, type ImportOptions } from './import-spec.js';

type Json = Readonly<Record<string, unknown>>;

const json = (node: unknown) => ({ content: { 'application/json': { schema: node } } });
const string = { type: 'string' };
const User = { $ref: '#/components/schemas/User' };

/** What is written of a document. */
function written(document: Json, options: ImportOptions = {}): string {
  const whole = { openapi: '3.1.0', info: { title: 'Acme', version: '1' }, ...document };
  return importSpec(whole, options).source;
}

/** What is written of one operation, `GET /users` where it does not say. */
function operation(details: Json, { path = '/users', method = 'get', schemas = {} } = {}): string {
  return written({ paths: { [path]: { [method]: details } }, components: { schemas } });
}

/** What is written of one schema: as an input, and as an answer. */
function schema(node: unknown, schemas: Json = {}): { input: string; answer: string } {
  const given = operation({ requestBody: { required: true, ...json(node) } }, { method: 'post', schemas });
  const got = operation({ responses: { 200: json(node) } }, { schemas });
  return { input: inOneLine(given), answer: inOneLine(got) };
}

function inOneLine(code: string): string {
  return code
    .replaceAll(/,?\n\s*(?=[\])])|\n\s*(?=\.)|(?<=[[(])\n\s*/g, '')
    .replaceAll(/,?\n\s*(?=\})/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('a description from OpenAPI', () => {
  it('is a file that reads as if written by hand', () => {
    const source = written(
      {
        servers: [{ url: 'https://api.acme.com/v2/' }, { url: 'https://eu.acme.com/v2' }],
        security: [{ token: [] }],
        paths: {
          '/users/{user-id}': {
            parameters: [{ name: 'user-id', in: 'path', required: true, schema: string }],
            get: {
              operationId: 'getUser',
              tags: ['Users'],
              summary: 'One user.',
              deprecated: true,
              responses: { 200: json(User) },
            },
          },
        },
        components: {
          securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
          schemas: {
            User: {
              type: 'object',
              required: ['id'],
              properties: {
                id: { ...string, description: 'Never changes.' },
                role: { enum: ['admin', 'guest'], default: 'guest' },
              },
            },
          },
        },
      },
      { file: 'acme.yaml', command: 'npx hookline import-spec acme.yaml' },
    );
    expect(source).toBe(`/**
 * Acme, version 1, from acme.yaml. To write it again:
 *
 *     npx hookline import-spec acme.yaml
 */
import { bearer, defineApi, get, openEnum, variable } from 'hookline';
import { z } from 'zod';

export const User = z.object({
  /** Never changes. */
  id: z.string(),
  /** @default "guest" */
  role: openEnum(['admin', 'guest']).optional(),
});
export type User = z.output<typeof User>;

export class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  // Also at https://eu.acme.com/v2.
  baseUrl: 'https://api.acme.com/v2',
  auth: bearer({ token: variable('ACME_TOKEN') }),
  operations: {
    users: {
      /**
       * One user.
       * @deprecated
       */
      get: get('/users/:userId', { answer: User }),
    },
  },
}) {}
`);
  });

  it('has two variants of a schema where what goes out differs from what comes back', () => {
    const properties = {
      id: { ...string, readOnly: true },
      password: { ...string, writeOnly: true },
      name: { ...string, maxLength: 10 },
    };
    const schemas = { User: { type: 'object', properties, required: ['id', 'name'] } };
    const source = operation(
      { requestBody: { required: true, ...json(User) }, responses: { 200: json(User) } },
      { method: 'post', schemas },
    );
    expect(source).toContain('User = z.object({ id: z.string(), name: z.string() });');
    expect(source).toContain(
      'UserInput = z.object({ password: z.string().optional(), name: z.string().max(10) });',
    );
    expect(source).toContain('{ body: UserInput, answer: User }');
    const same = operation(
      { requestBody: { required: true, ...json(User) }, responses: { 200: json(User) } },
      { method: 'post', schemas: { User: { type: 'object', properties: { name: string } } } },
    );
    expect(same).toContain('{ body: User, answer: User }');
  });

  it('says the types of schemas that lead back to themselves', () => {
    const schemas = {
      User: {
        type: 'object',
        properties: { friends: { type: 'array', items: User }, team: { $ref: '#/components/schemas/Team' } },
      },
      Team: { type: 'object', required: ['lead'], properties: { lead: { oneOf: [User, { type: 'null' }] } } },
      Loop: { $ref: '#/components/schemas/Loop' },
    };
    const source = operation({ responses: { 200: json(User) } }, { schemas });
    expect(source).toContain(
      'export interface User {\n  friends?: User[] | undefined;\n  team?: Team | undefined;\n}',
    );
    expect(source).toContain(
      'const Team: z.ZodType<Team> = z.lazy(() => z.object({ lead: User.nullable() }));',
    );
    expect(
      operation({ responses: { 200: json({ $ref: '#/components/schemas/Loop' }) } }, { schemas }),
    ).toContain('{ answer: z.unknown() }');
  });

  it.each<[string, unknown, string, string]>([
    [
      'text',
      { type: 'string', minLength: 2, pattern: '^a+$' },
      'z.string().min(2).regex(/^a+$/u)',
      'z.string()',
    ],
    ['a dangerous pattern', { type: 'string', pattern: '^(a+)+$' }, 'z.string()', 'z.string()'],
    ['a wrong pattern', { type: 'string', pattern: '(' }, 'z.string()', 'z.string()'],
    ['a time', { type: 'string', format: 'date-time' }, 'z.iso.datetime({ offset: true })', 'z.string()'],
    [
      'nothing or text (3.0)',
      { type: 'string', nullable: true },
      'z.string().nullable()',
      'z.string().nullable()',
    ],
    ['nothing or text (3.1)', { type: ['string', 'null'] }, 'z.string().nullable()', 'z.string().nullable()'],
    [
      'a number (3.0)',
      { type: 'integer', minimum: 0, exclusiveMinimum: true },
      'z.int().gt(0)',
      'z.number()',
    ],
    ['a number (3.1)', { type: 'number', exclusiveMaximum: 5 }, 'z.number().lt(5)', 'z.number()'],
    ['a choice', { enum: ['a', 'b'] }, "z.enum(['a', 'b'])", "openEnum(['a', 'b'])"],
    ['a choice of numbers', { enum: [1, 2] }, 'z.literal([1, 2])', 'z.number()'],
    ['a constant', { const: 'a' }, "z.literal('a')", "z.literal('a')"],
    [
      'a list',
      { type: 'array', items: string, minItems: 1 },
      'z.array(z.string()).min(1)',
      'z.array(z.string())',
    ],
    [
      'a map',
      { type: 'object', additionalProperties: string },
      'z.record(z.string(), z.string())',
      'z.record(z.string(), z.string())',
    ],
    [
      'an object with more',
      { properties: { a: string }, additionalProperties: true },
      'z.looseObject({ a: z.string().optional() })',
      'z.looseObject({ a: z.string().optional() })',
    ],
    [
      'an object without more',
      { properties: { a: string }, additionalProperties: false },
      'z.strictObject({ a: z.string().optional() })',
      'z.object({ a: z.string().optional() })',
    ],
    [
      'odd names',
      { properties: { 'a-b': string, class: string }, required: ['a-b', 'class'] },
      "z.object({ 'a-b': z.string(), class: z.string() })",
      "z.object({ 'a-b': z.string(), class: z.string() })",
    ],
    [
      'either type',
      { type: ['string', 'integer'] },
      'z.union([z.string(), z.int()])',
      'z.union([z.string(), z.number()])',
    ],
    [
      'all of objects',
      { allOf: [{ properties: { a: string } }, { properties: { b: string }, required: ['a'] }] },
      'z.object({ a: z.string(), b: z.string().optional() })',
      'z.object({ a: z.string(), b: z.string().optional() })',
    ],
    ['all of one', { allOf: [{ type: 'boolean' }], description: 'Yes or no.' }, 'z.boolean()', 'z.boolean()'],
    ['anything but', { not: string }, 'z.unknown()', 'z.unknown()'],
    ['anything', true, 'z.unknown()', 'z.unknown()'],
    ['a reference to nothing', { $ref: '#/nowhere' }, 'z.unknown()', 'z.unknown()'],
  ])('%s', (_name, node, input, answer) => {
    expect(schema(node).input).toContain(`body: ${input} }`);
    expect(schema(node).answer).toContain(`answer: ${answer} }`);
  });
});

describe('alternatives', () => {
  const object = (properties: Json, required: string[] = []) => ({ type: 'object', properties, required });

  it('are told apart by constants, if each has its own', () => {
    const cat = object({ kind: { const: 'cat' }, lives: string }, ['kind']);
    const dog = object({ kind: { const: 'dog' } }, ['kind']);
    const { answer } = schema({ oneOf: [cat, dog], discriminator: { propertyName: 'kind' } });
    expect(answer).toContain("z.discriminatedUnion('kind', [");
    expect(schema({ oneOf: [cat, dog] }).answer).toContain('z.union([');
  });

  it('are told apart by what the mapping of a discriminator says', () => {
    const schemas = { Cat: object({ kind: string, lives: string }), Dog: object({ kind: string }) };
    const [cat, dog] = ['#/components/schemas/Cat', '#/components/schemas/Dog'];
    const { answer } = schema(
      {
        oneOf: [{ $ref: cat }, { $ref: dog }],
        discriminator: { propertyName: 'kind', mapping: { cat, dog: 'Dog' } },
      },
      schemas,
    );
    expect(answer).toContain("z.discriminatedUnion('kind', [");
    expect(answer).toContain("kind: z.literal('dog')");
  });

  it('are one object where nothing tells them apart, so that no property gets lost', () => {
    const { answer } = schema({ anyOf: [object({ a: string }), object({ b: string })] });
    expect(answer).toContain('answer: z.object({ a: z.string().optional(), b: z.string().optional() })');
    const exclusive = schema({ oneOf: [object({ a: string }), object({ b: string, c: string }, ['b'])] });
    expect(exclusive.answer).toContain(
      'z.union([z.object({ b: z.string(), c: z.string().optional() }), z.object({ a: z.string().optional() })])',
    );
  });

  it('that only ask for properties say nothing about types', () => {
    const { input } = schema({
      ...object({ a: string, b: string }),
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    });
    expect(input).toContain('body: z.object({ a: z.string().optional(), b: z.string().optional() }) }');
  });
});

describe('operations', () => {
  it.each([
    [{ operationId: 'listUsers', tags: ['User'] }, 'get', '/users', 'user.list'],
    [{ operationId: 'users_list' }, 'get', '/v1/users', 'users.list'],
    [{ operationId: 'acme.users.archiveAll' }, 'post', '/users/archive', 'users.archiveAll'],
    [{ operationId: 'GetUsersUser' }, 'get', '/users/{user}', 'users.get'],
    [{}, 'get', '/v2/users', 'users.list'],
    [{}, 'post', '/users', 'users.create'],
    [{}, 'patch', '/users/{id}', 'users.update'],
    [{}, 'post', '/users/{id}/block', 'users.block'],
    [{}, 'get', '/users/{id}/posts', 'users.listPosts'],
    [{}, 'get', '/users/{id}/posts/{post}', 'users.getPost'],
    [{ operationId: 'then', tags: ['Ärger'] }, 'get', '/', 'arger.thenIt'],
    [{ operationId: '取得' }, 'delete', '/{a}', 'api.delete'],
  ])('%j %s %s is %s', (details, method, path, name) => {
    const document = {
      openapi: '3.0.0',
      info: {},
      paths: { [path]: { [method]: { responses: {}, ...details } } },
    };
    expect(importSpec(document).operations.map((each) => each.name)).toEqual([name]);
  });

  it('are chosen by name and tag, and their names do not depend on it', () => {
    const each = (operationId: string, tag: string) => ({ get: { operationId, tags: [tag], responses: {} } });
    const document = {
      openapi: '3.0.0',
      info: { title: 'Acme' },
      paths: {
        '/a': each('users_get', 'users'),
        '/b': each('users.get', 'users'),
        '/c': each('orders_get', 'orders'),
      },
    };
    const names = (options: ImportOptions) =>
      importSpec(document, options).operations.map(({ name }) => name);
    expect(names({})).toEqual(['users.get', 'users.bGet', 'orders.get']);
    expect(names({ operations: ['users.b*'] })).toEqual(['users.bGet']);
    expect(names({ tags: ['orders'] })).toEqual(['orders.get']);
    expect(() => names({ operations: ['user'] })).toThrow('There are users.get, users.bGet, orders.get');
  });

  it('have their parameters where and how they are sent', () => {
    const at = (place: string, name: string, more: Json = {}) => ({
      in: place,
      name,
      schema: string,
      ...more,
    });
    const list = { type: 'array', items: string };
    const source = operation({
      parameters: [
        at('query', 'q', { required: true }),
        at('query', 'tags[]', { schema: list }),
        at('query', 'ids', { schema: list, explode: false }),
        at('query', 'filter', { style: 'deepObject', schema: { properties: { age: { type: 'integer' } } } }),
        at('query', 'body'),
        at('cookie', 'session'),
        at('header', 'X-Trace'),
        at('header', 'Authorization'),
      ],
    });
    expect(source).toContain('q: z.string(),');
    expect(source).toContain('tags: z.array(z.string()).optional(),');
    expect(source).toContain("queryStyle: 'brackets'");
    expect(source).toContain(
      '/** Values with commas between them. */\n          ids: z.string().optional(),',
    );
    expect(source).toContain('filter: z.object({ age: z.int().optional() }).optional(),');
    expect(source).toContain("headers: z.object({ 'X-Trace': z.string().optional() }).optional(),");
    expect(source).toContain('Not sent: the query parameter body.');
    expect(source).toContain('Not sent: the cookie session.');
    expect(source).not.toContain('Authorization');
  });

  it('have one style of lists: others are given as text', () => {
    const list = (name: string, more: Json) => ({
      in: 'query',
      name,
      schema: { type: 'array', items: string },
      ...more,
    });
    const source = operation({
      parameters: [list('ids', { explode: false }), list('tags', {}), list('roles[]', {})],
    });
    expect(source).toContain(
      '/** Values with commas between them. */\n          ids: z.string().optional(),',
    );
    expect(source).toContain('tags: z.array(z.string()).optional(),');
    expect(source).toContain('Not sent: the second value of roles[].');
    expect(source).not.toContain('queryStyle');
    expect(operation({ parameters: [list('ids', { explode: false })] })).toContain("queryStyle: 'comma'");
  });

  it.each([
    ['/users/{id}/{id2}', "get('/users/:id/:id2', {})"],
    ['/reports/{name}.csv', "get('/reports/:name.csv', {})"],
    ['/users/{id}:block', "get('/users/:id%3Ablock', { params: z.object({ id: z.string() }) })"],
    ['/users/{id}_old', "get('/users/:id%5Fold', { params: z.object({ id: z.string() }) })"],
    ['/users/{body}', "get('/users/:pathBody', {})"],
    ['/do?action=list', "get('/do', { query: z.object({ action: z.literal('list') }) })"],
  ])('%s is %s', (path, code) => {
    expect(operation({}, { path })).toContain(code);
  });

  it.each([
    [
      { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { a: string } } } },
      "bodyFormat: 'form'",
    ],
    [
      { 'multipart/form-data': { schema: { properties: { f: { ...string, format: 'binary' } } } } },
      'z.instanceof(Blob)',
    ],
    [{ 'application/octet-stream': {} }, "body: z.instanceof(Uint8Array).optional(), bodyFormat: 'bytes'"],
    [{ 'image/png': {} }, "contentType: 'image/png'"],
    [
      { 'application/merge-patch+json': { schema: { properties: { a: string } } } },
      "contentType: 'application/merge-patch+json'",
    ],
    [
      { 'application/json-patch+json': { schema: { type: 'array' } } },
      "contentType: 'application/json-patch+json'",
    ],
  ])('send %j', (content, code) => {
    expect(operation({ requestBody: { content } }, { method: 'post' })).toContain(code);
  });

  it.each([
    [{ 200: json(string), 404: json({ type: 'boolean' }) }, 'answer: z.string() }'],
    [{ 200: json(string), 202: json({ type: 'boolean' }) }, 'answer: z.union([z.string(), z.boolean()]) }'],
    [{ 200: json(string), 204: {} }, 'answer: z.string().optional() }'],
    [{ default: json(string) }, 'answer: z.string() }'],
    [{ 204: {} }, "get('/users', {})"],
    [{ 200: { content: { 'text/csv': {} } } }, "answer: 'text' }"],
    [{ 200: { content: { 'application/pdf': {} } } }, "answer: 'bytes' }"],
  ])('are answered with %j', (responses, code) => {
    expect(operation({ responses })).toContain(code);
  });
});

describe('where an API is, and who calls it', () => {
  const paths = { '/a': { get: { responses: {} } } };
  const secured = (security: unknown, securitySchemes: Json, more: Json = {}) =>
    written({ paths, security, components: { securitySchemes }, ...more });

  it.each([
    [
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      "apiKey({ in: 'header', name: 'X-Key', key: variable('ACME_API_KEY') })",
    ],
    [
      { type: 'http', scheme: 'Basic' },
      "basic({ username: variable('ACME_USERNAME'), password: variable('ACME_PASSWORD') })",
    ],
    [{ type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token' } } }, "tokenPath: '/token'"],
    [
      { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://id.acme.com/t' } } },
      "tokenUrl: 'https://id.acme.com/t'",
    ],
  ])('%j', (scheme, code) => {
    expect(secured([{ it: [] }], { it: scheme })).toContain(code);
  });

  it('takes the alternative with the fewest variables, several where they go together, or none', () => {
    const schemes = {
      basic: { type: 'http', scheme: 'basic' },
      bearer: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey', in: 'query', name: 'key' },
    };
    const either = secured([{ basic: [] }, { bearer: [] }], schemes);
    expect(either).toContain('// It can also be called with basic (http, basic).\n  auth: bearer({');
    expect(secured([{ bearer: [], key: [] }], schemes)).toContain(
      "auth: [\n    bearer({ token: variable('ACME_TOKEN') }),\n    apiKey(",
    );
    expect(secured([{}, { bearer: [] }], schemes)).toContain(
      "auth: optional(bearer({ token: variable('ACME_TOKEN') }))",
    );
    const oauth = { it: { type: 'oauth2', flows: { authorizationCode: {} } } };
    expect(secured([{ it: [] }], oauth)).not.toContain('auth:');
    const { notes } = importSpec({
      openapi: '3.0.0',
      info: {},
      paths,
      security: [{ it: [] }],
      components: { securitySchemes: oauth },
    });
    expect(notes).toContain('It is called for connected accounts: it (oauth2).');
  });

  it('fills the variables of a server, and keeps the path of one that has no host', () => {
    const server = {
      url: 'https://{region}.acme.com/{base}',
      variables: { region: { default: 'eu' }, base: { default: 'v1' } },
    };
    expect(written({ paths, servers: [server] })).toContain("baseUrl: 'https://eu.acme.com/v1'");
    const without = written({ paths, servers: [{ url: '/api/v3' }] });
    expect(without).toContain("get('/api/v3/a', {})");
    expect(without).not.toContain('baseUrl');
  });

  it('is said no to for what is no OpenAPI document', () => {
    expect(() => importSpec({ asyncapi: '3.0.0' })).toThrow('no OpenAPI document');
    expect(() => importSpec({ openapi: '3.0.0', info: {}, paths: {} })).toThrow('has no operations');
  });
});
