import type { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import {
  NotConfiguredError,
  ResponseFormatError,
  ValidationError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import { runInCallScope, type CallScope } from '../../outbound/call-scope.js';
import { readJson } from '../../outbound/json.js';
import { Operation, type CallDetails } from '../../outbound/operation.js';
import type { HttpRequest, OutboundResponse } from '../../outbound/outbound-call.js';
import type { Road } from '../../outbound/road.js';
import type { Connections } from '../accounts/connections.service.js';

/** How one provider's HTTP API is spoken to, beside its road. */
export interface ProviderApiOptions {
  road: Road;
  connections: Pick<Connections, 'actingFor'>;
  /** The provider's name for people: `Slack`. */
  title: string;
  /** Where its address comes from, for errors about answers that make no sense: `SLACK_API_BASE_URL`. */
  baseUrlVariable: string;
  /** A sentence on what to set, as long as calls cannot go for the account of the environment variables. */
  missing: string | undefined;
  /** The error that an answer means; `undefined` for a success. */
  refusalOf(response: OutboundResponse, about: IntegrationErrorOptions): IntegrationError | undefined;
  /** Where the API of the account is, without a slash at its end. @default the road's base URL */
  baseUrlOf?(options: CallOptions): Promise<string>;
}

/** One call of an API. */
export interface ApiRequest extends CallDetails {
  method: HttpRequest['method'];
  /** Its template, as in logs and metrics: `/v2/checkout/orders/:id`. */
  path: string;
  /** The whole address, where an answer has given one: the next page. Else that of the account, and `path`. */
  url?: URL;
  /** What stands for `:id`, not yet encoded. */
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | undefined>> | URLSearchParams;
  headers?: Readonly<Record<string, string>>;
  /** What is sent as JSON; without any of `json`, `form` and `bytes`, nothing is sent. */
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  /** What is sent as it is, under the content type of `headers`. */
  bytes?: Uint8Array;
}

/** One call, and what a success looks like. */
export interface ApiCall<Answer> extends ApiRequest {
  answer: z.ZodType<Answer>;
}

/**
 * A provider's HTTP API on its road out, for connected accounts and for that of the environment variables. A provider's
 * client is a class that extends it and says which.
 */
export class ProviderApi {
  constructor(private readonly options: ProviderApiOptions) {}

  /** Whether calls can go for the account of the environment variables. */
  get configured(): boolean {
    return this.options.missing === undefined;
  }

  /** @throws NotConfiguredError when a call with these options would have no account to act for */
  requireAccount(operation: string, { connectionId, tenant }: CallOptions): void {
    const { missing, road } = this.options;
    if (missing === undefined || connectionId !== undefined || tenant !== undefined) return;
    throw new NotConfiguredError(missing, { provider: road.provider, operation });
  }

  /**
   * Runs one operation, in which the API may be called several times under one deadline and one idempotency key.
   * @param operation in our words: `payments.create`
   * @throws NotConfiguredError when it acts for no connection, and the variables are not set
   * @throws NotFoundError, ValidationError, ConnectionNeedsReauthError when it is to act for a connection that cannot
   * @throws whatever `work` throws
   */
  async perform<T>(
    operation: string,
    options: CallOptions,
    work: (api: ApiOperation) => Promise<T>,
  ): Promise<T> {
    const { road, connections } = this.options;
    const { provider, settings } = road;
    const acting = await connections.actingFor(provider, options);
    this.requireAccount(operation, acting);
    const baseUrl = (await this.options.baseUrlOf?.(acting)) ?? settings.baseUrl;
    const about = { provider, operation, defaultTimeoutMs: settings.timeoutMs };
    return Operation.run(about, acting, (running) =>
      work(new ApiOperation(this.options, running, baseUrl, acting.connectionId)),
    );
  }

  /** Makes one call, as an operation of its own. @throws what {@link perform} and {@link ApiOperation.call} throw */
  call<Answer>(operation: string, call: ApiCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.perform(operation, options, (api) => api.call(call));
  }
}

/** One operation at a provider: its calls, and what errors say about it. */
export class ApiOperation {
  constructor(
    private readonly options: ProviderApiOptions,
    private readonly running: Operation,
    /** Where the account at hand has the API. */
    readonly baseUrl: string,
    /** The connected account that it acts for. */
    readonly connectionId: string | undefined,
  ) {}

  /** The end of the whole operation, for what it waits for besides calls. */
  get signal(): AbortSignal {
    return this.running.deadline.signal;
  }

  /** The idempotency key of a write, or of one `step` of several: also our reference in what it creates. */
  keyFor(step?: string): string {
    return this.running.keyFor(step);
  }

  /** Provider and operation, as every error wants them. */
  describe(): { provider: string; operation: string } {
    return { provider: this.options.road.provider, operation: this.running.name };
  }

  /**
   * Makes one call.
   * @throws ResponseFormatError when a success is not what `answer` describes
   * @throws IntegrationError for everything that the provider refuses, and whatever the road throws
   */
  async call<Answer>({ answer, ...request }: ApiCall<Answer>): Promise<Answer> {
    return (await this.exchange({ answer, ...request })).data;
  }

  /** The same, with the answer's status and headers. */
  async exchange<Answer>({
    answer,
    ...request
  }: ApiCall<Answer>): Promise<{ data: Answer; response: OutboundResponse }> {
    return this.read(request, (response) => {
      const parsed = answer.safeParse(readJson(response, this.describe()));
      if (parsed.success) return parsed.data;
      throw this.notAsDocumented(response, fieldsOf(parsed.error));
    });
  }

  /**
   * The same for answers that a schema alone cannot read.
   * @param reader of a success. @throws ResponseFormatError, as {@link notAsDocumented} makes it
   */
  async read<Answer>(
    request: ApiRequest,
    reader: (response: OutboundResponse) => Answer,
  ): Promise<{ data: Answer; response: OutboundResponse }> {
    const readings: { data: Answer; response: OutboundResponse }[] = [];
    const read = (response: OutboundResponse) => void readings.push({ data: reader(response), response });
    const response = await this.send({ ...request, read });
    const reading = readings.at(-1);
    // An answer out of the cache, or that another call has shared with this one, was not read on its way.
    return reading?.response.body === response.body ? reading : { data: reader(response), response };
  }

  /** The error of a success that is not what the API promises. @param fields where: `data.0.id` */
  notAsDocumented({ status }: OutboundResponse, fields: string, cause?: unknown): ResponseFormatError {
    const { title, baseUrlVariable } = this.options;
    const message = `${title} answered ${this.running.name} in a form that it does not document: see ${fields}. Check ${baseUrlVariable}.`;
    return new ResponseFormatError(message, { ...this.describe(), status, cause });
  }

  /** Makes one call, and leaves its answer as it came. @throws IntegrationError for everything that is no success */
  async send(request: ApiRequest): Promise<OutboundResponse> {
    const { method, path, params, query, headers, json, form, bytes, ...others } = request;
    const { url = new URL(this.baseUrl + fillIn(path, params, this.describe())), read, ...details } = others;
    if (query) url.search = searchOf(query);
    const content = contentOf({ json, form, bytes });
    // Metrics and logs know a call by the whole path, that of the base URL included.
    const endpoint = new URL(this.baseUrl).pathname.replace(/\/$/, '') + path;
    const scope: CallScope = this.running.scope(endpoint, {
      ...details,
      ...(read && {
        // A refusal may come as a success of HTTP (Slack's `ok: false`), which is not to be read as one.
        read: (response) => {
          this.throwRefusal(response, scope);
          read(response);
        },
      }),
    });
    return runInCallScope(scope, async () => {
      const response = await this.options.road.send({
        method,
        url,
        headers: { accept: 'application/json', ...content?.headers, ...headers },
        ...(content && { body: content.body }),
      });
      this.throwRefusal(response, scope);
      return response;
    });
  }

  private throwRefusal(response: OutboundResponse, { progress }: CallScope): void {
    const refused = this.options.refusalOf(response, {
      ...this.describe(),
      attempts: progress.attempts,
      status: response.status,
    });
    if (refused) throw refused;
  }
}

function fieldsOf(error: z.ZodError): string {
  return error.issues.map(({ path }) => path.join('.') || 'body').join(', ');
}

/**
 * @throws TypeError when a parameter of the template has no value
 * @throws ValidationError for `.` and `..`: a URL takes them for a way up, however they are encoded (WHATWG URL, 4.4)
 */
function fillIn(
  template: string,
  params: Readonly<Record<string, string>> = {},
  { provider, operation }: { provider: string; operation: string },
): string {
  return template.replace(/:(\w+)/g, (_all, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${template} needs a value for :${name}.`);
    if (!/^\.\.?$/.test(value)) return encodeURIComponent(value);
    const message = `${provider} ${operation} was not sent: see ${name}.`;
    const issue = 'cannot be a dot or two: it would lead elsewhere';
    throw new ValidationError(message, { provider, operation }, [{ field: name, issue }]);
  });
}

function searchOf(query: NonNullable<ApiRequest['query']>): string {
  if (query instanceof URLSearchParams) return query.toString();
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function contentOf({
  json,
  form,
  bytes,
}: Pick<ApiRequest, 'json' | 'form' | 'bytes'>): Pick<HttpRequest, 'headers' | 'body'> | undefined {
  if (json !== undefined) {
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
  }
  if (form !== undefined) {
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(form).toString(),
    };
  }
  return bytes && { headers: {}, body: bytes };
}
