import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { ApiErrorCode } from './error-codes.js';

/** One thing that a route may answer, other than an error. */
export interface RouteAnswer {
  /** A sentence for readers of the API's description. */
  readonly description: string;
  /** The JSON on the wire. @default none: the body is empty, or of another `contentType` */
  readonly schema?: z.ZodType;
  /** @default 'application/json', where there is a schema */
  readonly contentType?: string;
}

/** What the description of the API (`openapi.json`) says of a route beyond what the route itself tells. */
export interface RouteDescription {
  /** Its name in generated clients, unique: `createPayment`. */
  readonly id: string;
  /** One line. */
  readonly summary: string;
  /** More, in Markdown. */
  readonly description?: string;
  /** A body as it may be sent. Needed by routes that take one. */
  readonly body?: unknown;
  /** Values of path and query parameters as they may be sent, by name. Those without one have none in the description. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** By status. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Whether it waits for a provider, whose errors are then among its own. @default false */
  readonly callsProvider?: boolean;
  /** Errors of its own, beyond those of all routes of its kind. */
  readonly errors?: readonly ApiErrorCode[];
}

/** Where {@link Answers} puts a description. */
export const ROUTE_DESCRIPTION = Symbol('ROUTE_DESCRIPTION');

/**
 * Describes a route for `openapi.json`. What the method returns is held against the schemas of its answers as it is
 * compiled: a field that is missing, or of another type, does not compile.
 */
export function Answers<const Description extends RouteDescription>(description: Description) {
  return <Method extends (...args: never[]) => Returned<AnswerOf<Description>>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    SetMetadata(ROUTE_DESCRIPTION, description)(target, name, descriptor);
  };
}

type AnswerOf<Description extends RouteDescription> = JsonOf<
  Description['answers'][keyof Description['answers']]
>;

type JsonOf<Answer> = Answer extends { readonly schema: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : unknown;

type Returned<Json> = BeforeWriting<Json> | Promise<BeforeWriting<Json>>;

/** What `JSON.stringify` makes such JSON of: dates become text. */
type BeforeWriting<Json> = string extends Json
  ? Json | Date
  : Json extends readonly (infer Item)[]
    ? readonly BeforeWriting<Item>[]
    : Json extends object
      ? { readonly [Key in keyof Json]: BeforeWriting<Json[Key]> }
      : Json;
