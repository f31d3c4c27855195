import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../test/support/command-line.js';
import { startFaultServer } from '../../../test/support/fault-server.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookline-spec-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function validate(name: string, source: string, ...options: string[]) {
  const file = join(folder, name);
  await writeFile(file, source);
  const { code, output, errors } = await commandLine(['validate-spec', file, ...options]);
  return { code, errors, output: output.replaceAll(`${folder}/`, '') };
}

const HEAD = 'openapi: 3.0.3\ninfo: { title: Acme, version: "1" }\n';
const OK = 'responses: { "200": { description: ok } }';

describe('hookline validate-spec', () => {
  it.each([
    ['3.0.yaml', `${HEAD}paths: {}\n`],
    ['3.1.json', '{ "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" }, "paths": {} }'],
    ['2.0.yml', 'swagger: "2.0"\ninfo: { title: Acme, version: "1" }\npaths: {}\n'],
  ])('finds nothing wrong with a good document: %s', async (name, source) => {
    expect(await validate(name, source)).toEqual({
      code: 0,
      errors: '',
      output: expect.stringContaining(`${name} is good.`),
    });
    expect(await validate(name, source, '--json')).toMatchObject({ code: 0, output: '[]\n' });
  });

  it('prints each problem with its place, sorted, and exits with 1', async () => {
    const source = [
      `${HEAD}paths:`,
      '  /users/{id}:',
      `    get: { operationId: user, ${OK} }`,
      '  /users:',
      '    get:',
      '      operationId: user',
      '      reponses: {}',
      '      responses:',
      '        "200": { description: ok, content: { text/plain: { schema: { $ref: "#/nope" } } } }',
      '        "400": { $ref: "parts.yaml#/refusal" }',
    ].join('\n');
    await writeFile(join(folder, 'parts.yaml'), 'refusal:\n  descripton: no\n');
    const { code, output, errors } = await validate('bad.yaml', source);
    expect(code).toBe(1);
    expect(errors).toMatch(/bad\.yaml: 6 problems\.\n$/);
    expect(output.split('\n')).toEqual([
      'bad.yaml:5:5  The operation does not define the path parameter `{id}` expected by path `/users/{id}`.',
      'bad.yaml:8:7  Every operation must have a unique `operationId`.',
      'bad.yaml:9:7  Property `reponses` is not expected here.',
      expect.stringMatching(/^bad\.yaml:11:\d+ {2}Can't resolve \$ref/),
      expect.stringMatching(/parts\.yaml:1:1 {2}The field `description` must be present on this level\.$/),
      expect.stringMatching(/parts\.yaml:2:3 {2}Property `descripton` is not expected here\.$/),
      '',
    ]);
    const json = await validate('bad.yaml', source, '--json');
    expect(JSON.parse(json.output)).toContainEqual({
      file: expect.stringContaining('bad.yaml'),
      line: 9,
      column: 7,
      message: 'Property `reponses` is not expected here.',
      pointer: '#/paths/~1users/get/reponses',
      severity: 'error',
    });
  });

  it.each([
    ['a.yaml', `${HEAD}paths: [unclosed\n`, /^a\.yaml:[34]:1 {2}/],
    ['twice.yaml', `${HEAD}paths: {}\npaths: {}\n`, /^twice\.yaml:4:1 {2}duplicated mapping key/],
    ['comma.json', '{\n  "openapi": "3.0.0",\n}', /^comma\.json:3:1 {2}Expected double-quoted property name/],
    ['plain.json', '{\n  "openapi": nope\n}', /^plain\.json:2:14 {2}is no JSON/],
    ['end.json', '{\n  "openapi": "3.0.0"', /^end\.json:\d+:\d+ {2}/],
    ['empty.yaml', '', /^empty\.yaml:1:1 {2}Document must be JSON object/],
    ['async.yaml', 'asyncapi: 2.6.0\n', /^async\.yaml:1:1 {2}is no OpenAPI document/],
    ['future.yaml', 'openapi: 4.0.0\n', /^future\.yaml:1:1 {2}Unsupported OpenAPI version: 4\.0\.0/],
    ['deep.json', '['.repeat(200_000), /^deep\.json:1:\d+ {2}/],
  ])('tells where %s cannot be read', async (name, source, expected) => {
    const { code, output } = await validate(name, source);
    expect(output).toMatch(expected);
    expect(output.trim()).not.toContain('\n');
    expect(code).toBe(1);
  });

  it('fetches nothing, and says so', async () => {
    const server = await startFaultServer();
    const source = `${HEAD}paths:\n  /users:\n    $ref: "${server.url}/users.yaml#/users"\n`;
    const { code, output } = await validate('remote.yaml', source);
    expect(output).toBe(
      `remote.yaml:5:5  warning: Can't resolve $ref: ${server.url}/users.yaml is not looked at: ` +
        'it is elsewhere, and nothing is fetched\n',
    );
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(0);
    await server.close();
  });

  it('gives up a document whose aliases never end', async () => {
    const lines = ['S0: &a0 { type: string }'];
    for (let level = 1; level < 40; level += 1) {
      lines.push(`S${level}: &a${level} { allOf: [*a${level - 1}, *a${level - 1}] }`);
    }
    const source = `${HEAD}paths: {}\ncomponents:\n  schemas:\n    ${lines.join('\n    ')}\n`;
    const { code, output } = await validate('bomb.yaml', source);
    expect(output).toBe('bomb.yaml:1:1  its aliases unfold into too much to be looked at\n');
    expect(code).toBe(1);
  });

  it('says in a sentence that there is no such file, and how it is used', async () => {
    expect(await commandLine(['validate-spec', join(folder, 'none.yaml')])).toEqual({
      code: 1,
      output: '',
      errors: `There is no file ${join(folder, 'none.yaml')}.\n`,
    });
    expect(await commandLine(['validate-spec', folder])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('EISDIR'),
    });
    expect(await commandLine(['validate-spec'])).toMatchObject({ code: 64 });
  });
});
