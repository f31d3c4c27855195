import type { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import type { CacheRule } from '../../outbound/outbound-call.js';
import type { WriteSafety } from '../../outbound/write-safety.js';
import type { Strictness } from '../strictness.js';
import type { VariableCacheRule } from '../rest/cache-rule.js';
import type { GraphqlError } from './graphql-errors.js';

/** One operation of a GraphQL API. */
export interface GraphqlOptions {
  /** Which operation is meant, of a document that has several. */
  readonly operationName?: string;
  /** Of the variables. @default they are sent as they are given */
  readonly variables?: z.ZodType<unknown, object>;
  /** Of `data`. @default it is given as it comes, unchecked */
  readonly answer?: z.ZodType;
  /**
   * Takes data that comes beside errors, and gives both: `{ data, errors }`. A field that could not be had is `null`
   * then, or the nearest one around it that may be: the schema has to say where. @default any error is thrown
   */
  readonly partial?: 'accept';
  /**
   * Sends a hash instead of the document: `true` for Apollo's automatic persisted queries, where the API learns the
   * document when it first needs it; `'only'` for documents that were registered there before (trusted documents). With
   * `true`, a mutation is sent whole nevertheless: asking whether its hash is known would use up its idempotency key.
   * @default the whole document
   */
  readonly persisted?: true | 'only';
  /** @default that of the API */
  readonly strictness?: Strictness;
  /** Keeps answers for a while. Only of queries; answers with errors are never kept. */
  readonly cache?: CacheRule | VariableCacheRule;
  /** How sending a mutation twice is made to act once. @default that of the API */
  readonly safety?: WriteSafety;
}

/** What came although something else did not. */
export interface PartialAnswer<Data> {
  readonly data: Data;
  /** Empty when nothing is missing. */
  readonly errors: readonly GraphqlError[];
}

type DataOf<Result, Options extends GraphqlOptions> = Options['answer'] extends z.ZodType
  ? z.output<Options['answer']>
  : Result;

/** What an answer becomes; `Result` is what the document's own type says. */
export type GraphqlAnswerOf<Result, Options extends GraphqlOptions> = Options['partial'] extends 'accept'
  ? PartialAnswer<DataOf<Result, Options>>
  : DataOf<Result, Options>;

/** What a method is given; `Variables` is what the document's own type says. */
export type GraphqlVariablesOf<
  Variables,
  Options extends GraphqlOptions,
> = Options['variables'] extends z.ZodType ? z.output<Options['variables']> : Variables;

/** A method over variables, which may be left out where none has to be given. */
export type WithVariables<Variables, Options, Answer> =
  Record<string, never> extends Variables
    ? (variables?: Variables, options?: Options) => Answer
    : (variables: Variables, options?: Options) => Answer;

/** A method of the client. */
export type GraphqlCall<Variables, Answer> = WithVariables<Variables, CallOptions, Promise<Answer>>;
