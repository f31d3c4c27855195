import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { HooklineModule } from '../../src/app.module.js';
import { forClients, openApiDocument } from '../../src/openapi/document.js';

const TYPES = 'src/client/generated/api.ts';

const root = new URL('../../', import.meta.url);
const committed = (path: string) => readFile(new URL(path, root), 'utf8');

async function made() {
  const { version } = JSON.parse(await committed('package.json')) as { version: string };
  return openApiDocument(HooklineModule.forRoot({}), { version });
}

async function formatted(path: string, text: string): Promise<string> {
  const options = await resolveConfig(new URL(path, root));
  return format(text, { ...options, filepath: path });
}

/** Said in place of a difference of half a megabyte. */
const stale = (file: string) => `${file} is not what the routes are now. Write it anew: npm run openapi`;

it('is committed as the routes are', async () => {
  const now = await formatted('openapi.json', JSON.stringify(await made()));
  expect(now === (await committed('openapi.json')) || stale('openapi.json')).toBe(true);
});

it('has the types of the client made from it', async () => {
  const now = await formatted(TYPES, astToString(await openapiTS(forClients(await made()) as never)));
  expect(now === (await committed(TYPES)) || stale(TYPES)).toBe(true);
});

it('is valid, by the strict rules of a linter that knows OpenAPI', async () => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      // An example is made with `npm start`, on this machine.
      'no-server-example.com': 'off',
      // What is for providers, browsers and machines has no error of its own to tell.
      'operation-4xx-response': 'off',
      // A provider sends a browser back, and it is sent on: there is no other answer than a redirect.
      'operation-2xx-response': 'off',
    },
  });
  const problems = await lintFromString({
    source: await committed('openapi.json'),
    absoluteRef: 'openapi.json',
    config,
  });
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`),
  ).toEqual([]);
});
