import { NotConfiguredError, ValidationError } from '../../contracts/errors.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { urlWithin, type About } from './own-origin.js';
import type { SoapElements } from './soap-input.js';
import type { SoapService } from './soap-service.js';
import { readWsdl, type SoapOperation, type WrittenCall, type WsdlSurroundings } from './wsdl.js';
import { unescaped } from './xml-text.js';

/** One call as it is to be sent, and the way to read its answer. */
export interface SoapExchange {
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly envelope: string;
  /** The elements of an answer, with values as JSON has them. @throws unknown for what is no answer of the operation */
  read(answer: string): unknown;
}

/** One port of a SOAP service: node-soap writes its envelopes and reads its answers, the road carries them. */
export class SoapPort {
  private constructor(
    private readonly operations: Readonly<Record<string, SoapOperation>>,
    private readonly baseUrl: string,
  ) {}

  /** @throws what `readWsdl` throws */
  static async open(service: SoapService, surroundings: WsdlSurroundings): Promise<SoapPort> {
    return new SoapPort(await readWsdl(service, surroundings), surroundings.baseUrl);
  }

  /**
   * @param name of the operation in the WSDL
   * @throws NotConfiguredError for an operation that the WSDL does not have, or has at another origin
   * @throws ValidationError for elements that cannot be written
   */
  write(name: string, elements: SoapElements, about: About): SoapExchange {
    const written: WrittenCall[] = [];
    const outcomes: { error: unknown; result: unknown }[] = [];
    const operation = this.operation(name, about);
    try {
      operation(elements, (error, result) => void outcomes.push({ error, result }), {
        handOver: (call) => void written.push(call),
      });
    } catch (error) {
      const message = `${about.provider} ${about.operation} was not sent: by its WSDL, the input cannot be written (${errorMessage(error)}).`;
      throw new ValidationError(message, { ...about, cause: error });
    }
    const [call] = written;
    if (!call) throw new TypeError(`node-soap has not written ${name}.`);
    const { url, headers, envelope, answered } = call;
    return {
      url: urlWithin(this.baseUrl, url, 'its endpoint', about),
      headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value])),
      envelope,
      read: (answer) => {
        checkIds(answer);
        answered(null, { status: 200 }, answer);
        const { error, result } = outcomes.pop() ?? {};
        if (error) throw error;
        return result ?? {}; // an element with nothing in it
      },
    };
  }

  private operation(name: string, about: About): SoapOperation {
    const operation = Object.hasOwn(this.operations, name) ? this.operations[name] : undefined;
    if (operation) return operation;
    const message =
      `${about.provider} ${about.operation} was not sent: its WSDL has no operation ${name}, but ` +
      `${Object.keys(this.operations).join(', ') || 'none'}. Correct the name in soap(…).`;
    throw new NotConfiguredError(message, about);
  }
}

/**
 * node-soap keeps elements by their `id` in a plain object, so that one called `__proto__` would be written into every
 * object there is.
 */
function checkIds(answer: string): void {
  for (const [, double, single = ''] of answer.matchAll(/(?<![\w:.-])id\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (unescaped(double ?? single) === '__proto__') throw new Error('An element has the id __proto__.');
  }
}
