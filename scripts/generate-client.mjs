import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { HooklineModule } from '../src/app.module.ts';
import { forClients, openApiDocument } from '../src/openapi/document.ts';

/**
 * Writes `openapi.json` and the types of the client, both of which are committed and kept true by
 * test/openapi/document.spec.ts. Run it as `npm run openapi` when a route has changed.
 */

const root = new URL('../', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
const document = openApiDocument(HooklineModule.forRoot({}), { version });

await write('openapi.json', JSON.stringify(document));
await write('src/client/generated/api.ts', astToString(await openapiTS(forClients(document))));

async function write(path, text) {
  const file = new URL(path, root);
  const options = await resolveConfig(file);
  await writeFile(file, await format(text, { ...options, filepath: path }));
}
