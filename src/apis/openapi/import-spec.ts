import { descriptionCode } from './code/description-code.js';
import type { Doc } from './code/docstring.js';
import type { Names } from './code/zod-code.js';
import { OpenApiDocument } from './document/openapi-document.js';
import { authOf } from './code/auth-code.js';
import { addressOf } from './document/servers.js';
import { latinWordsOf, pascalCase } from './names/words.js';
import { findOperations } from './operations/find-operations.js';
import { importOperation } from './operations/import-operation.js';
import type { ImportedOperation } from './operations/operation.js';
import { Components } from './schemas/components.js';
import { Schemas } from './schemas/schemas.js';
import type { Shape } from './schemas/shape.js';

/** What is written, and from what. */
export interface ImportOptions {
  /** The API's word in logs, metrics and variables: small letters, digits, hyphens. @default from the document's title */
  readonly name?: string;
  /** Only operations with these names: `users.*`, `orders.get`. @default all */
  readonly operations?: readonly string[];
  /** Only operations with one of these tags. @default all */
  readonly tags?: readonly string[];
  /** What the document is called, for the head of the file. */
  readonly file?: string;
  /** How to write it again. */
  readonly command?: string;
}

/** A written description. */
export interface ImportedApi {
  readonly name: string;
  readonly className: string;
  readonly title: string;
  readonly operations: readonly ImportedOperation[];
  /** What could not be taken over, in sentences. */
  readonly notes: readonly string[];
  /** TypeScript. */
  readonly source: string;
}

/**
 * Writes a description for `defineApi` from an OpenAPI 3 document.
 * @param document parsed, all in one: references lead to places in itself
 * @throws TypeError for what is no OpenAPI document, for a name that cannot be one, and when no operation is chosen
 */
export function importSpec(document: unknown, options: ImportOptions = {}): ImportedApi {
  const openApi = new OpenApiDocument(document);
  const { title = 'API', version } = openApi.root.info;
  const name = options.name ?? nameFrom(title);
  const address = addressOf(openApi);
  const components = new Components(new Schemas(openApi));
  const chosen = findOperations(openApi, options);
  const operations = chosen.map(({ name: operation, found }) =>
    importOperation(openApi, components, operation, found, address.basePath),
  );
  const requirements = openApi.root.security ?? chosen.flatMap(({ found }) => found.operation.security ?? []);
  const auth = authOf(openApi, requirements, { name, baseUrl: address.baseUrl });
  const className = classNameOf(name);
  const ordered = components.order(operations.flatMap(shapesOf), new Set([className, ...GLOBALS]));
  const recursive = new Set(ordered.filter((each) => each.recursive).map((each) => each.name));
  const names: Names = {
    nameOf: (reference) => components.nameOf(reference),
    isDiscriminated: (options_, property) => isDiscriminated(components, recursive, options_, property),
  };
  const written = operations.map((operation) => withWritten(operation, (shape) => components.written(shape)));
  const source = descriptionCode(
    {
      header: headerOf(title, version, options),
      className,
      name,
      title,
      address,
      auth,
      components: ordered,
      operations: written,
    },
    names,
  );
  const notes = [
    ...(address.baseUrl === undefined ? ['The document names no server: set its base URL.'] : []),
    ...(address.baseUrl?.startsWith('http:')
      ? ['Its server has no TLS, and is refused unless it is on this machine.']
      : []),
    ...(auth.code === undefined ? auth.notes : []),
    ...operations.flatMap((operation) => operation.notes.map((note) => `${operation.name}: ${note}`)),
  ];
  return { name, className, title, operations, notes, source };
}

function headerOf(title: string, version: string | undefined, { file, command }: ImportOptions): Doc {
  const what = `${title}${version === undefined ? '' : `, version ${version}`}`;
  const from = file === undefined ? '' : `, from ${file}`;
  return { text: `${what}${from}.${command === undefined ? '' : ' To write it again:'}`, verbatim: command };
}

/** `Acme Billing API` is `acme-billing`. */
function nameFrom(title: string): string {
  const words = latinWordsOf(title).filter((word) => !/^(?:api|rest|openapi|swagger|v\d+|the)$/.test(word));
  const name = words.slice(0, 4).join('-');
  return /^[a-z]/.test(name) ? name : `api${name === '' ? '' : `-${name}`}`;
}

function classNameOf(name: string): string {
  const className = pascalCase(latinWordsOf(name));
  return GLOBALS.has(className) ? `${className}Api` : className;
}

/** What the written file has from elsewhere, under these names. */
const GLOBALS = new Set(['Blob', 'Uint8Array', 'Record']);

function shapesOf({ parameters, body, answer }: ImportedOperation): Shape[] {
  const { params, query, headers } = parameters;
  return [
    ...[...params, ...query, ...headers].map(({ shape }) => shape),
    ...(body ? [body.shape] : []),
    ...(answer && typeof answer.shape !== 'string' ? [answer.shape] : []),
  ];
}

function withWritten(operation: ImportedOperation, written: (shape: Shape) => Shape): ImportedOperation {
  const { parameters, body, answer } = operation;
  const all = (properties: ImportedOperation['parameters']['query']) =>
    properties.map((property) => ({ ...property, shape: written(property.shape) }));
  return {
    ...operation,
    parameters: {
      ...parameters,
      params: all(parameters.params),
      query: all(parameters.query),
      headers: all(parameters.headers),
    },
    body: body && { ...body, shape: written(body.shape) },
    answer: answer && typeof answer.shape !== 'string' ? { ...answer, shape: written(answer.shape) } : answer,
  };
}

function isDiscriminated(
  components: Components,
  recursive: ReadonlySet<string>,
  options: readonly Shape[],
  property: string,
): boolean {
  const tags = options.flatMap((option) => {
    if (option.kind === 'reference' && recursive.has(components.nameOf(option))) return [];
    const object = components.resolve(option);
    if (object.kind !== 'object') return [];
    const tag = object.properties.find(({ name, required }) => name === property && required)?.shape;
    return tag?.kind === 'literal' && tag.values.length === 1 ? tag.values : [];
  });
  return tags.length === options.length && new Set(tags).size === tags.length;
}
