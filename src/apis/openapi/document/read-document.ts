import { dirname, extname, relative, resolve } from 'node:path';
import {
  BaseResolver,
  bundle,
  createConfig,
  HandledError,
  isAbsoluteUrl,
  type Source,
} from '@redocly/openapi-core';
import { modernised } from './swagger.js';

/**
 * Reads an OpenAPI document (2.0, 3.0, 3.1; JSON or YAML) from a file, all in one: what it refers to in other files
 * beside it, or in folders below, is put into it.
 * @throws TypeError, saying what and where, for a file that cannot be read, that is no OpenAPI document, or that refers
 *   to something that is not there. URLs are not fetched.
 */
export async function readDocument(file: string): Promise<unknown> {
  const whole = resolve(file);
  const externalRefResolver = new FilesBelow(dirname(whole));
  const { bundle: document, problems } = await bundle({
    ref: whole,
    config: await createConfig({}),
    externalRefResolver,
  }).catch((error: unknown) => {
    throw new TypeError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const problem = problems.find(({ severity }) => severity === 'error');
  if (problem) throw new TypeError(`${file}: ${problem.message.trim()}`);
  return modernised(document.parsed);
}

/** Opens files of one folder: a document from elsewhere is not to read others of this machine, or to call anybody. */
class FilesBelow extends BaseResolver {
  constructor(private readonly folder: string) {
    super();
  }

  override async loadExternalRef(reference: string): Promise<Source> {
    if (isAbsoluteUrl(reference))
      throw new HandledError(`${reference} is not fetched: save it beside the document.`);
    const path = relative(this.folder, reference);
    if (path.startsWith('..') || !/^\.(?:json|ya?ml)$/i.test(extname(path))) {
      throw new HandledError(
        `${path} is not opened: only JSON and YAML files beside the document, or below.`,
      );
    }
    return super.loadExternalRef(reference);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
