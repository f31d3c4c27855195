import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../test/support/command-line.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookline-import-'));
  await mkdir(join(folder, 'schemas'));
});
afterAll(() => rm(folder, { recursive: true }));

async function importing(name: string, source: string, ...options: string[]) {
  const file = join(folder, name);
  await writeFile(file, source);
  return commandLine(['import-spec', file, ...options]);
}

const answer = (schema: string) =>
  `responses: { 200: { description: ok, content: { application/json: { schema: ${schema} } } } }`;
const paths = (schema: string) =>
  `paths: { /users: { get: { tags: [Users], operationId: listUsers, ${answer(schema)} } } }`;
const yaml = (schema: string) => `openapi: 3.1.0\ninfo: { title: Acme, version: '1' }\n${paths(schema)}\n`;

const SWAGGER = JSON.stringify({
  swagger: '2.0',
  info: { title: 'Pets', version: '1' },
  host: 'pets.example',
  basePath: '/v1',
  produces: ['application/json'],
  securityDefinitions: { login: { type: 'basic' } },
  security: [{ login: [] }],
  paths: {
    '/pets': {
      get: {
        parameters: [{ name: 'ids', in: 'query', type: 'array', items: { type: 'integer' } }],
        responses: {
          200: { description: '', schema: { type: 'array', items: { $ref: '#/definitions/Pet' } } },
        },
      },
      post: {
        parameters: [{ name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } }],
        responses: { 201: { description: '' } },
      },
    },
    '/pets/{id}/photo': {
      post: {
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'photo', in: 'formData', type: 'file', required: true },
        ],
        responses: { 204: { description: '' } },
      },
    },
  },
  definitions: { Pet: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
});

describe('hookline import-spec', () => {
  it('prints a description, and puts into it what stands in files beside the document', async () => {
    await writeFile(
      join(folder, 'schemas', 'user.yaml'),
      'User: { type: object, properties: { id: { type: string } } }',
    );
    const { code, output, errors } = await importing('a.yaml', yaml("{ $ref: 'schemas/user.yaml#/User' }"));
    expect(code).toBe(0);
    expect(output).toContain("users: { list: get('/users', { answer: User }) }");
    expect(output).toContain('export class Acme extends defineApi({');
    expect(errors).toBe('The document names no server: set its base URL.\n');
  });

  it('writes it into a file, which says how to write it again, and overwrites no other', async () => {
    const out = join(folder, 'acme.api.ts');
    const first = await importing('b.yaml', yaml('{ type: string }'), '--out', out, '--name', 'acme-two');
    expect(first).toMatchObject({ code: 0, output: `${out}: AcmeTwo, one operation.\n` });
    expect(await readFile(out, 'utf8')).toContain(
      `npx hookline import-spec ${folder}/b.yaml --name acme-two --out ${out}\n`,
    );
    expect((await importing('b.yaml', yaml('true'), '--out', out)).code).toBe(0);
    await writeFile(out, 'export const mine = 1;');
    const refused = await importing('b.yaml', yaml('true'), '--out', out);
    expect(refused).toMatchObject({
      code: 1,
      errors: expect.stringContaining('was not written by this command'),
    });
    expect(await readFile(out, 'utf8')).toBe('export const mine = 1;');
  });

  it('tells machines what it has written', async () => {
    const { output } = await importing(
      'c.yaml',
      yaml('true'),
      '--json',
      '--tag',
      'Users',
      '--operations',
      'users.*',
    );
    expect(JSON.parse(output)).toMatchObject({
      name: 'acme',
      class_name: 'Acme',
      operations: [{ name: 'users.list', method: 'GET', path: '/users' }],
      notes: [expect.stringContaining('no server')],
      source: expect.stringContaining('defineApi'),
    });
  });

  it('reads OpenAPI 2', async () => {
    const { code, output } = await importing('two.json', SWAGGER);
    expect(code).toBe(0);
    expect(output).toContain("baseUrl: 'https://pets.example/v1'");
    expect(output).toContain('auth: basic({');
    expect(output).toContain(
      "query: z.object({ ids: z.array(z.int()).optional() }),\n        queryStyle: 'comma',",
    );
    expect(output).toContain("create: post('/pets', { body: Pet })");
    expect(output).toContain(
      "body: z.object({ photo: z.instanceof(Blob) }),\n        bodyFormat: 'multipart',",
    );
  });

  it.each([
    ['no document', '{"a":1}', 'cannot be read'],
    ['half a document', 'a: [1\nb: {', 'cannot be read'],
    ['a URL in it', yaml("{ $ref: 'https://acme.com/user.yaml' }"), 'is not fetched'],
    ['a file elsewhere', yaml("{ $ref: '../../etc/hosts.json' }"), 'is not opened'],
    ['a file that is none of it', yaml("{ $ref: 'key.pem' }"), 'is not opened'],
    ['a missing file', yaml("{ $ref: 'nobody.yaml' }"), "Can't resolve $ref"],
  ])('fails for %s, and says why', async (_what, source, why) => {
    expect(await importing('wrong.yaml', source)).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining(why),
    });
  });

  it('takes no name that an API cannot have, and no operation that there is not', async () => {
    expect((await importing('a.yaml', yaml('true'), '--name', 'Acme Inc')).code).toBe(64);
    expect((await commandLine(['import-spec'])).code).toBe(64);
    expect(await importing('a.yaml', yaml('true'), '--operations', 'orders.*')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('There are users.list.'),
    });
    expect(await commandLine(['import-spec', join(folder, 'nothing.yaml')])).toMatchObject({ code: 1 });
  });
});
