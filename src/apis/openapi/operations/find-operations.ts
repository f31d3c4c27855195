import type { OpenApiDocument } from '../document/openapi-document.js';
import { operationNames } from '../names/operation-names.js';
import { METHODS, OperationObject, PathItem, type FoundOperation, type Method } from './operation.js';

export interface Choice {
  readonly operations?: readonly string[];
  readonly tags?: readonly string[];
}

export interface NamedOperation {
  readonly name: string;
  readonly found: FoundOperation;
}

/**
 * The chosen operations of a document. All are named before, so that a name does not depend on what is chosen.
 * @throws TypeError when none is chosen, with names that there are
 */
export function findOperations(document: OpenApiDocument, { operations, tags }: Choice): NamedOperation[] {
  const names = operationNames(allOperations(document));
  const patterns = operations?.map(patternOf);
  const chosen = [...names]
    .map(([found, name]) => ({ name, found }))
    .filter(({ name }) => patterns?.some((pattern) => pattern.test(name)) ?? true)
    .filter(({ found }) => !tags || (found.operation.tags ?? []).some((tag) => tags.includes(tag)));
  if (chosen.length > 0) return chosen;
  if (names.size === 0) throw new TypeError('The document has no operations.');
  throw new TypeError(`No operation is chosen. There are ${[...names.values()].slice(0, 20).join(', ')}.`);
}

function allOperations(document: OpenApiDocument): FoundOperation[] {
  return Object.entries(document.root.paths).flatMap(([path, item]) => {
    if (!path.startsWith('/')) return [];
    const shared = document.read(PathItem, item);
    return (Object.keys(METHODS) as Method[]).flatMap((method): FoundOperation[] => {
      if (typeof shared[method] !== 'object') return [];
      return [{ method, path, shared, operation: document.read(OperationObject, shared[method]) }];
    });
  });
}

/** `users.*` as an expression. */
function patternOf(glob: string): RegExp {
  const escaped = glob.trim().replaceAll(/[^\w*]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`);
}
