import type { RequestDocument } from 'graphql-request';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import { RateLimitError, type ResponseFormatError } from '../../contracts/errors.js';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import { readJson } from '../../outbound/json.js';
import type { CacheRule, OutboundResponse } from '../../outbound/outbound-call.js';
import type { WriteSafety } from '../../outbound/write-safety.js';
import { AnswerReading } from '../answers/answer-reading.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import type { ApiRuntime } from '../api-runtime.js';
import { requestIdOf } from '../errors/error-words.js';
import { encodeInput } from '../mapping/encode-input.js';
import { issuesOf, refusedInput } from '../mapping/refused-input.js';
import { cacheRuleOf } from '../rest/cache-rule.js';
import { readGraphqlAnswer, refusingAnswer } from './graphql-answer.js';
import { operationOf, type GraphqlOperation } from './graphql-document.js';
import { wordsOf } from './graphql-errors.js';
import type { GraphqlCall, GraphqlOptions } from './graphql-options.js';
import { PersistedQuery, type Question } from './persisted-query.js';

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';

const object = z.record(z.string(), z.unknown());

const READING: WriteSafety = { by: 'reading' };

/** One operation of a GraphQL API, as `graphql` describes it. */
export class GraphqlMethod<Variables, Answer> implements ApiMethod<GraphqlCall<Variables, Answer>> {
  readonly operation: GraphqlOperation;
  private readonly persisted: PersistedQuery | undefined;
  private readonly reading: AnswerReading<{ data: unknown }> | undefined;

  /** @throws TypeError for a document that cannot be asked */
  constructor(
    document: RequestDocument,
    private readonly options: GraphqlOptions,
  ) {
    this.operation = operationOf(document, options.operationName);
    const { text, changes } = this.operation;
    const { answer, persisted } = options;
    // Places are named as the API has them: `data.users.0.id`.
    this.reading = answer && new AnswerReading(z.object({ data: answer }));
    if (persisted === 'only' || (persisted && !changes)) {
      this.persisted = new PersistedQuery(text, persisted === 'only');
    }
  }

  get safeToTry(): boolean {
    return !this.operation.changes && this.operation.required.length === 0;
  }

  /** @throws ConfigurationError when the variable of the cache is set to something else than seconds */
  bind(context: MethodContext): GraphqlCall<Variables, Answer> {
    cacheRuleOf(this.options.cache, context.runtime.secret); // a wrong value is found now, and not by the first call
    const call = (variables: object = {}, options: CallOptions = {}): Promise<Answer> =>
      context.runtime.api.perform(context.name, options, async (api) => {
        const { answer } = await this.exchange(context, api, variables);
        return answer;
      });
    return call as GraphqlCall<Variables, Answer>;
  }

  /**
   * Asks once as part of an operation that is under way.
   * @param more variables as the API has them, beside those that the caller gives
   * @throws ValidationError for variables that the schema does not take; nothing is sent then
   * @throws IntegrationError for the errors of an answer, and whatever `ApiOperation.read` throws
   */
  async exchange(
    context: MethodContext,
    api: ApiOperation,
    variables: object,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<{ answer: Answer; response: OutboundResponse }> {
    const encoded = { ...this.encoded(variables, api), ...more };
    const ask = (question: Question) =>
      this.patiently(context.runtime, () => this.ask(context, api, question, encoded));
    return this.persisted?.askedOf(context.runtime, ask) ?? ask({ query: this.operation.text });
  }

  /**
   * Asks again what was one call too many. The road does that with a 429; of one in a success it only knows the pause, in
   * which the next try waits for its turn.
   */
  private async patiently<T>({ road }: ApiRuntime, ask: () => Promise<T>): Promise<T> {
    for (let left = road.settings.maxRetries; ; left -= 1) {
      try {
        return await ask();
      } catch (error) {
        const isHidden = error instanceof RateLimitError && error.status !== undefined && error.status < 300;
        if (!isHidden || this.operation.changes || left === 0) throw error;
      }
    }
  }

  private async ask(
    context: MethodContext,
    api: ApiOperation,
    question: Question,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<{ answer: Answer; response: OutboundResponse }> {
    const { description, secret } = context.runtime;
    const { changes, name: operationName } = this.operation;
    const cache = cacheRuleOf(this.options.cache, secret);
    const safety = changes ? this.options.safety : READING;
    const { data: answer, response } = await api.read(
      {
        method: 'POST',
        path: description.graphqlPath ?? '/graphql',
        headers: { accept: ACCEPT, ...description.headers, ...description.version?.headers },
        json: { ...question, variables, operationName },
        ...(cache && { cache: this.options.partial ? onlyWhole(cache) : cache }),
        ...(safety && { safety }),
      },
      (received) => this.read(context, api, received),
    );
    return { answer, response };
  }

  /**
   * @throws IntegrationError for errors in the answer
   * @throws ResponseFormatError when the answer is not what GraphQL, or the schema of the data, promises
   */
  private read({ runtime }: MethodContext, api: ApiOperation, response: OutboundResponse): Answer {
    const refuse = (fields: string) => api.notAsDocumented(response, fields);
    const said = readGraphqlAnswer(readJson(response, api.describe()), refuse);
    const { data, errors } = said;
    if (errors.length > 0 && (!this.options.partial || !data)) {
      const words = { ...wordsOf(errors), requestId: requestIdOf(response) };
      throw runtime.refusals.from(words, response, api.describe());
    }
    const decoded = this.decoded(data, runtime, api, refuse);
    return (this.options.partial ? { data: decoded, errors } : decoded) as Answer;
  }

  private decoded(
    data: unknown,
    { description, notices }: ApiRuntime,
    api: ApiOperation,
    refuse: (fields: string) => ResponseFormatError,
  ): unknown {
    if (!this.reading) return data;
    const strictness = this.options.strictness ?? description.strictness;
    return this.reading.read({ data }, { ...api.describe(), notices, strictness, refuse }).data;
  }

  private encoded(variables: object, api: ApiOperation): object {
    if (!this.options.variables) return variables;
    const { data, error } = encodeInput(this.options.variables, variables);
    if (error) throw refusedInput(api.describe(), issuesOf(error));
    return object.parse(data);
  }
}

/** A field that is missing at the moment is not missing for as long as answers are kept. */
function onlyWhole(rule: CacheRule): CacheRule {
  return {
    ...rule,
    mayKeep: (response) => !refusingAnswer(response) && (rule.mayKeep?.(response) ?? true),
  };
}
