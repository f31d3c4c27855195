import { z } from 'zod';
import type { BodyFormat, QueryStyle } from '../../rest/rest-input.js';
import { anything, flag, list, named, text, texts } from '../document/lenient.js';
import type { Property, Shape } from '../schemas/shape.js';

/** The methods that a description can have, and what `defineApi` calls them. */
export const METHODS = {
  get: 'get',
  post: 'post',
  put: 'put',
  patch: 'patch',
  delete: 'del',
  head: 'head',
} as const;

export type Method = keyof typeof METHODS;

export const PathItem = z.object({
  parameters: list,
  servers: list,
  get: anything,
  post: anything,
  put: anything,
  patch: anything,
  delete: anything,
  head: anything,
});

export const OperationObject = z.object({
  operationId: text,
  tags: texts,
  summary: text,
  description: text,
  deprecated: flag,
  parameters: list,
  requestBody: anything,
  responses: named,
  security: list,
  servers: list,
});

export type OperationObject = z.output<typeof OperationObject>;

/** An operation as the document has it. */
export interface FoundOperation {
  readonly method: Method;
  /** `/users/{id}` */
  readonly path: string;
  readonly operation: OperationObject;
  /** Of all operations of its path. */
  readonly shared: z.output<typeof PathItem>;
}

/** An operation as it is written. */
export interface ImportedOperation {
  /** `users.get` */
  readonly name: string;
  readonly method: Method;
  /** `/users/:id` */
  readonly path: string;
  readonly found: FoundOperation;
  readonly parameters: ImportedParameters;
  readonly body: ImportedBody | undefined;
  readonly answer: ImportedAnswer | undefined;
  /** What is different from the document, in sentences. */
  readonly notes: readonly string[];
}

export interface ImportedParameters {
  /** Only where the names in the path do not say it all. */
  readonly params: readonly Property[];
  readonly query: readonly Property[];
  readonly queryStyle: QueryStyle;
  readonly headers: readonly Property[];
}

export interface ImportedBody {
  readonly shape: Shape;
  readonly required: boolean;
  readonly format: BodyFormat;
  /** How its lists are sent, where it is a form. */
  readonly listStyle?: QueryStyle;
  /** Where it has to be given beside what the format says. */
  readonly contentTypes: readonly string[];
}

export interface ImportedAnswer {
  readonly shape: Shape | 'text' | 'bytes';
  /** A success may come without any. */
  readonly mayBeEmpty: boolean;
}
