import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { HooklineModule } from '../../src/app.module.js';
import { declaredSections } from '../../src/platform/config/config-section.js';
import { ERROR_CODES } from '../../src/platform/http/error-codes.js';
import { commandLinePage } from './command-line-page.js';
import { configurationPage } from './configuration-page.js';
import { errorsPage } from './errors-page.js';
import { httpPages, openApiDocument } from './http-pages.js';

/**
 * The generated pages as they are committed, by their paths.
 * @param root the folder of the repository
 */
export async function referencePages(root: URL): Promise<Map<string, string>> {
  HooklineModule.forRoot({}); // declares what is declared only when the module is made
  const environment = await readFile(new URL('.env.example', root), 'utf8');
  const description: unknown = JSON.parse(await readFile(new URL('openapi.json', root), 'utf8'));
  const pages = new Map([
    ['configuration.md', configurationPage(declaredSections(), environment)],
    ['errors.md', errorsPage(ERROR_CODES)],
    ['command-line.md', await commandLinePage()],
    ...httpPages(openApiDocument.parse(description)),
  ]);
  const options = await resolveConfig(new URL('README.md', root));
  const formatted = [...pages].map(
    async ([path, text]) =>
      [`docs/reference/${path}`, await format(text, { ...options, parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(formatted));
}
