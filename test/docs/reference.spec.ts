import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configurationPage } from '../../scripts/docs/configuration-page.js';
import { httpPages, openApiDocument } from '../../scripts/docs/http-pages.js';
import { ConfigSection } from '../../src/platform/config/config-section.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

describe('the reference pages', () => {
  // In a process of its own: other tests declare variables, too.
  it('are what `npm run docs:generate` writes', async () => {
    const check = run(process.execPath, ['scripts/generate-docs.mjs', '--check'], { cwd: root });
    await expect(check).resolves.toMatchObject({ stdout: '' });
  });
});

describe('the page of the configuration', () => {
  // Made without being declared: what is declared is checked at every start of this process.
  const section = new ConfigSection(
    'example',
    z.object({ EXAMPLE_SIZE: z.enum(['small', 'large']).default('small') }),
    [],
  );
  const example = (line: string) => `# --- Examples ----\n${line}\n`;

  it('has the values, the default and the meaning of a variable', () => {
    const page = configurationPage([section], example('# EXAMPLE_SIZE=small   # how large it is'));
    expect(page).toContain('| `EXAMPLE_SIZE` | `small`, `large` | `small` | how large it is |');
  });

  it('is refused when .env.example lacks a variable, what one means, or has one that nothing reads', () => {
    expect(() => configurationPage([section], example(''))).toThrow(
      '.env.example does not have: EXAMPLE_SIZE',
    );
    expect(() => configurationPage([section], example('# EXAMPLE_SIZE=small'))).toThrow(
      'does not say what EXAMPLE_SIZE means',
    );
    const unknown = example('# EXAMPLE_SIZE=small # how large\n# EXAMPLE_COLOUR=red # which');
    expect(() => configurationPage([section], unknown)).toThrow(
      'Nothing reads these of .env.example: EXAMPLE_COLOUR',
    );
  });
});

it('the pages of the routes have fields within fields, and link each error to its meaning', () => {
  const [, [path, page] = ['', '']] = httpPages(openApiDocument.parse(DESCRIPTION));
  expect(path).toBe('http/things.md');
  expect(page).toContain('## Make a thing\n');
  expect(page).toContain('| `name` | string | required | Its name, &lt;256 characters. |');
  expect(page).toContain('| `parts[].size` | integer |  | Default: `1`. |');
  expect(page).toContain('404 [`NOT_FOUND`](../errors.md#not_found)');
});

const DESCRIPTION = {
  info: { version: '1' },
  tags: [{ name: 'Things', description: 'All of them.' }],
  paths: {
    '/v1/things': {
      post: {
        tags: ['Things'],
        summary: 'Make a thing',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 201: { description: 'The thing.' }, 404: { $ref: '#/components/responses/NOT_FOUND' } },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', description: 'Its name, <256 characters.' },
          parts: {
            type: 'array',
            items: { type: 'object', properties: { size: { type: 'integer', default: 1 } } },
          },
        },
      },
    },
  },
};
