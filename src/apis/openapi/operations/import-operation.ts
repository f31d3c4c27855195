import type { OpenApiDocument } from '../document/openapi-document.js';
import type { Components } from '../schemas/components.js';
import { ContentReader } from './contents.js';
import type { FoundOperation, ImportedOperation } from './operation.js';
import { ParameterReader } from './parameters.js';

/** Reads one operation. @param basePath stands before its path */
export function importOperation(
  document: OpenApiDocument,
  components: Components,
  name: string,
  found: FoundOperation,
  basePath: string,
): ImportedOperation {
  const parameters = new ParameterReader(document, components, found);
  const contents = new ContentReader(document, components);
  const body = contents.bodyOf(found);
  const answer = contents.answerOf(found);
  const servers = found.operation.servers ?? found.shared.servers;
  return {
    name,
    method: found.method,
    path: basePath + parameters.template.path,
    found,
    parameters: parameters.imported,
    body,
    answer,
    notes: [
      ...parameters.notes,
      ...contents.notes,
      ...(servers ? ['It has a server of its own in the document, where this does not call it.'] : []),
    ],
  };
}
