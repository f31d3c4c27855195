import { encodeInput } from '../mapping/encode-input.js';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import type { WriteSafety } from '../../outbound/write-safety.js';
import { AnswerReading } from '../answers/answer-reading.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import type { Strictness } from '../strictness.js';
import { pathBelow } from './own-origin.js';
import { requestIdOf } from '../errors/error-words.js';
import { readEnvelope } from './soap-envelope.js';
import { wordsOfFault } from './soap-faults.js';
import { elementsOf } from './soap-input.js';
import type { SoapExchange } from './soap-port.js';
import { portOf } from './soap-ports.js';
import { xmlText } from './xml-text.js';

/** One operation of a SOAP service. */
export interface SoapOptions {
  /**
   * The elements of the message, by their names in the WSDL; an element's attributes are called `attributes`, its text
   * beside them `$value`. What the schema encodes is text, numbers, booleans, `null` (`xsi:nil`), objects and lists.
   * @default a message without elements
   */
  readonly input?: z.ZodType;
  /**
   * The elements of the answer, read by the types of the WSDL into what JSON would have: XSD's `boolean`, `int`, `short`,
   * `float` and `double` as such; all else as text, `date`, `dateTime`, `decimal` and `long` included. What may come
   * several times is a list, what does not come is missing, what is empty or `xsi:nil` is `null`, and an empty
   * `xsd:string` is `''`.
   * @default nothing is read
   */
  readonly answer?: z.ZodType;
  /** How sending it twice is made to act once; `{ by: 'reading' }` for one that only asks. @default that of the API */
  readonly safety?: WriteSafety;
  /** @default that of the API */
  readonly strictness?: Strictness;
}

type InputOf<Options extends SoapOptions> = Options['input'] extends z.ZodType
  ? z.output<Options['input']>
  : object;

type AnswerOf<Options extends SoapOptions> = Options['answer'] extends z.ZodType
  ? z.output<Options['answer']>
  : undefined;

/** A method of the client. An input that needs nothing may be left out. */
export type SoapCall<Input, Answer> = object extends Input
  ? (input?: Input, options?: CallOptions) => Promise<Answer>
  : (input: Input, options?: CallOptions) => Promise<Answer>;

/**
 * One operation of the SOAP service that the description names, as its WSDL calls it:
 * `convert: soap('Convert', { input: Conversion, answer: Converted, safety: { by: 'reading' } })`.
 */
export function soap<const Options extends SoapOptions>(
  operation: string,
  options: Options,
): SoapMethod<InputOf<Options>, AnswerOf<Options>> {
  return new SoapMethod(operation, options);
}

/** One operation of a SOAP service, as {@link soap} describes it. */
export class SoapMethod<Input, Answer> implements ApiMethod<SoapCall<Input, Answer>> {
  private readonly reading: AnswerReading<unknown> | undefined;

  constructor(
    /** As the WSDL calls it. */
    readonly operation: string,
    private readonly options: SoapOptions,
  ) {
    this.reading = options.answer && new AnswerReading(options.answer);
  }

  get safeToTry(): boolean {
    const { input, safety } = this.options;
    return safety?.by === 'reading' && (!input || encodeInput(input, {}).success);
  }

  /** @throws TypeError for a description without a SOAP service */
  bind(context: MethodContext): SoapCall<Input, Answer> {
    const { runtime, name } = context;
    const service = runtime.description.soap;
    if (!service)
      throw new TypeError(`${runtime.description.name}: ${name} needs the description to have soap.`);
    const call = (input: object = {}, options: CallOptions = {}): Promise<Answer> =>
      runtime.api.perform(name, options, async (api) => {
        const elements = elementsOf(this.options.input, input, api.describe());
        const port = await portOf(runtime, service, options, api.signal);
        const exchange = port.write(this.operation, elements, api.describe());
        return this.exchange(context, api, exchange);
      });
    return call as SoapCall<Input, Answer>;
  }

  private async exchange(context: MethodContext, api: ApiOperation, exchange: SoapExchange): Promise<Answer> {
    const { description } = context.runtime;
    const { safety } = this.options;
    const { data } = await api.read(
      {
        method: 'POST',
        url: exchange.url,
        path: pathBelow(api.baseUrl, exchange.url),
        headers: {
          ...description.headers,
          ...description.version?.headers,
          accept: 'text/xml, application/soap+xml',
          ...exchange.headers,
        },
        bytes: new TextEncoder().encode(exchange.envelope),
        ...(safety && { safety }),
      },
      (response) => this.read(context, api, exchange, response) as Answer,
    );
    return data;
  }

  /** @throws IntegrationError for a fault, which some services send as a success of HTTP */
  private read(
    { runtime }: MethodContext,
    api: ApiOperation,
    exchange: SoapExchange,
    response: OutboundResponse,
  ): unknown {
    const { description, notices, refusals } = runtime;
    const { errors = {} } = description;
    const text = xmlText(response) ?? '';
    const envelope = readEnvelope(text);
    if (envelope?.fault) {
      const words = wordsOfFault(envelope.fault, errors.meanings, response.status);
      throw refusals.from({ ...words, requestId: requestIdOf(response) }, response, api.describe());
    }
    if (!this.reading) return undefined;
    const elements = envelope && elementsOfAnswer(exchange, text);
    if (elements === undefined) throw api.notAsDocumented(response, 'body');
    return this.reading.read(elements, {
      ...api.describe(),
      notices,
      strictness: this.options.strictness ?? description.strictness,
      refuse: (fields) => api.notAsDocumented(response, fields),
    });
  }
}

/** node-soap's errors hold the whole answer, and are not kept. */
function elementsOfAnswer(exchange: SoapExchange, text: string): unknown {
  try {
    return exchange.read(text);
  } catch {
    return undefined;
  }
}
