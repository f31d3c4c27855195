import type { ImportedAuth } from './auth-code.js';
import type { Address } from '../document/servers.js';
import type { Component } from '../schemas/components.js';
import type { ImportedOperation } from '../operations/operation.js';
import { METHODS } from '../operations/operation.js';
import type { Property, Shape } from '../schemas/shape.js';
import { comment, docstring, firstParagraph, type Doc } from './docstring.js';
import { call, deferred, hugging, object, type Entry } from './expressions.js';
import {
  group,
  HARD_LINE,
  indented,
  joined,
  layOut,
  LINE,
  LINE_WIDTH,
  sequence,
  SOFT_LINE,
  TRAILING_COMMA,
  type Layout,
} from './layout.js';
import { quoted } from './literals.js';
import { membersCode, typeCode } from './type-code.js';
import { optionalZodCode, zodCode, type Names } from './zod-code.js';

/** Everything that is in the file. */
export interface DescriptionParts {
  /** Above everything. */
  readonly header: Doc;
  readonly className: string;
  readonly name: string;
  readonly title: string;
  readonly address: Address;
  readonly auth: ImportedAuth;
  readonly components: readonly Component[];
  readonly operations: readonly ImportedOperation[];
}

/** The file of a description. */
export function descriptionCode(parts: DescriptionParts, names: Names): string {
  const body = layOut(
    joined(
      [...parts.components.map((component) => componentCode(component, names)), classCode(parts, names)],
      sequence(HARD_LINE, HARD_LINE),
    ),
  );
  const methods = [...new Set(parts.operations.map(({ method }) => METHODS[method]))];
  const openEnum = body.includes('openEnum(') ? ['openEnum'] : [];
  const imports = ['defineApi', ...methods, ...parts.auth.imports, ...openEnum].toSorted(byName);
  const usesZod = /\bz\b[.\n]/.test(body);
  return [
    layOut(sequence(...docstring(parts.header))),
    layOut(importCode(imports)),
    ...(usesZod ? ["import { z } from 'zod';\n"] : []),
    '\n',
    `${body}\n`,
  ].join('');
}

function importCode(names: readonly string[]): Layout {
  const inner = indented(LINE, joined(names, sequence(',', LINE)));
  return sequence(group('import {', inner, TRAILING_COMMA, LINE, '}'), " from 'hookline';", HARD_LINE);
}

function componentCode({ name, shape, doc, recursive }: Component, names: Names): Layout {
  if (!recursive) {
    const schema = sequence(`export const ${name} = `, zodCode(shape, names), ';');
    const inferred = group('z.output<', indented(SOFT_LINE, `typeof ${name}`), SOFT_LINE, '>;');
    return sequence(...docstring(doc), schema, HARD_LINE, `export type ${name} = `, inferred);
  }
  const type =
    shape.kind === 'object' && shape.properties.length > 0
      ? sequence(`export interface ${name} `, membersCode(shape, names))
      : sequence(`export type ${name} = `, typeCode(shape, names), ';');
  // The interface says what the properties are.
  const schema = deferred('z.lazy', zodCode(withoutDocs(shape), names));
  return sequence(
    ...docstring(doc),
    type,
    HARD_LINE,
    `export const ${name}: z.ZodType<${name}> = `,
    schema,
    ';',
  );
}

function withoutDocs(shape: Shape): Shape {
  if (shape.kind !== 'object') return shape;
  return { ...shape, properties: shape.properties.map((property) => ({ ...property, doc: {} })) };
}

function classCode(parts: DescriptionParts, names: Names): Layout {
  const { address, auth, className, name, title } = parts;
  const entries: Entry[] = [
    { name: 'name', value: quoted(name) },
    ...(title === name ? [] : [{ name: 'title', value: quoted(title) }]),
    ...addressEntries(address),
    ...authEntries(auth),
    { name: 'operations', value: operationsCode(parts.operations, names) },
  ];
  return sequence(`export class ${className} extends defineApi(`, object(entries), ') {}');
}

function addressEntries({ baseUrl, others }: Address): Entry[] {
  if (baseUrl === undefined) return [];
  const above = others.length > 0 ? comment(`Also at ${others.join(', ')}.`) : [];
  return [{ above, name: 'baseUrl', value: quoted(baseUrl) }];
}

function authEntries({ code, notes }: ImportedAuth): Entry[] {
  return code === undefined ? [] : [{ above: notes.flatMap(comment), name: 'auth', value: code }];
}

function operationsCode(operations: readonly ImportedOperation[], names: Names): Layout {
  const groups = Map.groupBy(operations, ({ name }) => name.split('.')[0] ?? '');
  return object(
    [...groups].map(([name, members]) => ({
      name,
      value: object(
        members.map((operation) => ({
          above: docstring(operationDoc(operation)),
          name: operation.name.slice(name.length + 1),
          value: operationCode(operation, names),
        })),
      ),
    })),
  );
}

function operationDoc({ found: { operation }, notes }: ImportedOperation) {
  const summary = operation.summary ?? '';
  const description = firstParagraph(operation.description) ?? '';
  const words = description.startsWith(summary.replace(/\.$/, '')) ? [description] : [summary, description];
  return { text: [...words, ...notes].join('\n\n'), deprecated: operation.deprecated };
}

function operationCode(operation: ImportedOperation, names: Names): Layout {
  const { method, path, parameters, body, answer } = operation;
  const { params, query, headers } = parameters;
  const queryStyle =
    parameters.queryStyle === 'repeat' ? (body?.listStyle ?? 'repeat') : parameters.queryStyle;
  const [contentType, ...otherTypes] = body?.contentTypes ?? [];
  const entries: Entry[] = [
    ...(params.length > 0 ? [{ name: 'params', value: objectCode(params, names) }] : []),
    ...(query.length > 0 ? [{ name: 'query', value: objectCode(query, names) }] : []),
    ...(queryStyle === 'repeat' ? [] : [{ name: 'queryStyle', value: quoted(queryStyle) }]),
    ...headerEntries([...headers, ...contentTypeOf(operation)], names),
    ...(body
      ? [{ name: 'body', value: (body.required ? zodCode : optionalZodCode)(body.shape, names) }]
      : []),
    ...(body && body.format !== 'json' ? [{ name: 'bodyFormat', value: quoted(body.format) }] : []),
    ...(contentType !== undefined && otherTypes.length === 0
      ? [{ name: 'contentType', value: quoted(contentType) }]
      : []),
    ...(answer ? [{ name: 'answer', value: answerCode(answer, names) }] : []),
  ];
  const name = operation.name.slice(operation.name.indexOf('.') + 1);
  const isLong = `      ${name}: ${METHODS[method]}('${path}', {`.length > LINE_WIDTH;
  return (isLong ? call : hugging)(METHODS[method], quoted(path), object(entries));
}

function objectCode(properties: readonly Property[], names: Names): Layout {
  return zodCode({ kind: 'object', properties, others: 'dropped' }, names);
}

function headerEntries(headers: readonly Property[], names: Names): Entry[] {
  if (headers.length === 0) return [];
  const value = objectCode(headers, names);
  if (headers.some(({ required }) => required)) return [{ name: 'headers', value }];
  const shape: Shape = { kind: 'object', properties: headers, others: 'dropped' };
  return [{ name: 'headers', value: optionalZodCode(shape, names) }];
}

/** Where the document leaves the choice between several, it is the caller's. */
function contentTypeOf({ body }: ImportedOperation): Property[] {
  if (!body || body.contentTypes.length < 2) return [];
  const shape: Shape = { kind: 'enum', values: body.contentTypes, open: false };
  return [{ name: 'content-type', shape, required: body.required, doc: {} }];
}

function answerCode({ shape, mayBeEmpty }: NonNullable<ImportedOperation['answer']>, names: Names): Layout {
  if (typeof shape === 'string') return quoted(shape);
  return (mayBeEmpty ? optionalZodCode : zodCode)(shape, names);
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}
