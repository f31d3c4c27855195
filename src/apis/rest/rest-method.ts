import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import type { ApiOperation, ApiRequest } from '../../connections/roads/provider-api.js';
import { readJson } from '../../outbound/json.js';
import type { CacheRule, HttpMethod, OutboundResponse } from '../../outbound/outbound-call.js';
import type { WriteSafety } from '../../outbound/write-safety.js';
import { AnswerReading } from '../answers/answer-reading.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import type { Strictness } from '../strictness.js';
import { cacheRuleOf, type VariableCacheRule } from './cache-rule.js';
import type { BodyFormat, InputSchemas, QueryStyle } from './rest-input.js';
import { RestRequests } from './rest-requests.js';

/** One operation of a REST API. */
export interface RestOptions extends InputSchemas {
  /** How the body is sent. @default 'json' */
  readonly bodyFormat?: BodyFormat;
  /** What the body is called, where its format does not say: `application/merge-patch+json`. */
  readonly contentType?: string;
  /** How lists in the query, and in a form, are sent. @default 'repeat': `a=1&a=2` */
  readonly queryStyle?: QueryStyle;
  /** What a success is: a schema for JSON, or taken as it comes. @default nothing is read */
  readonly answer?: z.ZodType | 'text' | 'bytes';
  /** @default that of the API */
  readonly strictness?: Strictness;
  /** Keeps answers for a while. Only of operations that read. */
  readonly cache?: CacheRule | VariableCacheRule;
  /** Refusals that are as good as any answer, by HTTP status: they are thrown, but not logged as failures. */
  readonly expects?: readonly number[];
  /** How sending it twice is made to act once; `{ by: 'reading' }` for a POST that only asks. @default that of the API */
  readonly safety?: WriteSafety;
}

/** What an answer becomes. */
export type AnswerOf<Options extends RestOptions> = Options['answer'] extends z.ZodType
  ? z.output<Options['answer']>
  : Options['answer'] extends 'text'
    ? string
    : Options['answer'] extends 'bytes'
      ? Uint8Array
      : undefined;

/** A method of the client. An input that needs nothing may be left out. */
export type RestCall<Input, Answer> = object extends Input
  ? (input?: Input, options?: CallOptions) => Promise<Answer>
  : (input: Input, options?: CallOptions) => Promise<Answer>;

/** What a page, or a share of a batch, changes about a request. */
export interface RequestChange {
  /** Instead of the address that path and query make. */
  readonly url?: URL;
  /** Beside the query of the input. */
  readonly query?: Readonly<Record<string, string>>;
  /** Names this write among those of its operation. */
  readonly step?: string;
}

/** One operation of a REST API, as `get`, `post` and their like describe it. */
export class RestMethod<Input, Answer> implements ApiMethod<RestCall<Input, Answer>> {
  private readonly requests: RestRequests;
  private readonly reading: AnswerReading<unknown> | undefined;

  /** @throws TypeError for a description that makes no sense */
  constructor(
    readonly method: HttpMethod,
    readonly path: string,
    readonly options: RestOptions,
  ) {
    this.requests = new RestRequests(method, path, options);
    this.reading = typeof options.answer === 'object' ? new AnswerReading(options.answer) : undefined;
  }

  get reads(): boolean {
    return this.method === 'GET' || this.method === 'HEAD' || this.options.safety?.by === 'reading';
  }

  get safeToTry(): boolean {
    return this.reads && this.requests.needNothing;
  }

  /** @throws ConfigurationError when the variable of the cache is set to something else than seconds */
  /** Text and bytes come as they are: an API that has them in one form only knows which. */
  private get accepted(): string {
    const { answer } = this.options;
    return answer === 'text' || answer === 'bytes' ? '*/*' : 'application/json';
  }

  bind(context: MethodContext): RestCall<Input, Answer> {
    cacheRuleOf(this.options.cache, context.runtime.secret); // a wrong value is found now, and not by the first call
    const call = (input: object = {}, options: CallOptions = {}): Promise<Answer> =>
      context.runtime.api.perform(context.name, options, async (api) => {
        const { data } = await this.exchange(context, api, input);
        return data;
      });
    return call as RestCall<Input, Answer>;
  }

  /**
   * Makes one call as part of an operation that is under way.
   * @throws ValidationError for an input that the schemas do not take; nothing is sent then
   * @throws whatever `ApiOperation.read` throws
   */
  async exchange(
    context: MethodContext,
    api: ApiOperation,
    input: object,
    { url, query, step }: RequestChange = {},
  ): Promise<{ data: Answer; response: OutboundResponse }> {
    const { description, secret } = context.runtime;
    const { safety, expects } = this.options;
    const cache = cacheRuleOf(this.options.cache, secret);
    const asked = await this.requests.of(input, query, api.describe());
    const request: ApiRequest = {
      ...asked,
      ...(url && { url, query: undefined }),
      headers: {
        accept: this.accepted,
        ...description.headers,
        ...description.version?.headers,
        ...asked.headers,
      },
      ...(cache && { cache }),
      ...(expects && { expects }),
      ...(safety && { safety }),
      ...(step !== undefined && { step }),
    };
    return api.read(request, (response) => this.read(context, api, response) as Answer);
  }

  private read(context: MethodContext, api: ApiOperation, response: OutboundResponse): unknown {
    const { answer, strictness } = this.options;
    if (answer === 'text') return new TextDecoder().decode(response.body);
    if (answer === 'bytes') return new Uint8Array(response.body);
    const { description, notices } = context.runtime;
    return this.reading?.read(readJson(response, api.describe()), {
      ...api.describe(),
      notices,
      strictness: strictness ?? description.strictness,
      refuse: (fields) => api.notAsDocumented(response, fields),
    });
  }
}
