import type { Client, IHttpClient } from 'soap';
import { IntegrationError, NotConfiguredError } from '../../contracts/errors.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { redactText } from '../../platform/logging/redaction.js';
import type { SoapElements } from './soap-input.js';
import type { SoapService } from './soap-service.js';
import { urlWithin, type About } from './own-origin.js';
import { XSD_VALUES } from './xsd-values.js';

/** Whose WSDL it is, and where its documents come from. */
export interface WsdlSurroundings {
  /** For errors. */
  readonly about: About;
  /** Without a slash at its end. No document is fetched from another origin. */
  readonly baseUrl: string;
  /** The text of a WSDL, or of a schema that it imports. */
  fetch(url: URL): Promise<string>;
}

/** What node-soap hands over instead of sending it. */
export interface WrittenCall {
  readonly url: string;
  readonly envelope: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Gives node-soap the answer, which it reads at once. */
  readonly answered: (error: unknown, response: object, body: string) => void;
}

/** An operation as node-soap has it. It calls `handOver` at once, and `done` once it is answered. */
export type SoapOperation = (
  elements: SoapElements,
  done: (error: unknown, result: unknown) => void,
  options: { readonly handOver: (written: WrittenCall) => void },
) => void;

/**
 * The operations of a port, by their names, as its WSDL and the schemas that it imports describe them.
 * @throws NotConfiguredError when it is no WSDL, has not what the description names, or imports from another origin
 * @throws whatever `fetch` throws
 */
export async function readWsdl(
  service: SoapService,
  { about, baseUrl, fetch }: WsdlSurroundings,
): Promise<Readonly<Record<string, SoapOperation>>> {
  const { createClientAsync } = await import('soap'); // takes a third of a second: only of those who need it
  const { wsdl, endpoint, version } = service;
  const here = (url: string) => urlWithin(baseUrl, url, 'a document of its WSDL', about);
  try {
    const client = await createClientAsync(isText(wsdl) ? declared(wsdl) : baseUrl + wsdl, {
      endpoint: endpoint === undefined ? undefined : baseUrl + endpoint,
      forceSoap12Headers: version === '1.2',
      customDeserializer: XSD_VALUES,
      handleNilAsNull: true,
      preserveWhitespace: true, // or it trims pieces of long texts before it joins them
      disableCache: true, // which would be for the whole process, and for ever
      httpClient: handingOver(async (url) => fetch(here(url))),
      wsdl_options: {
        // Of a WSDL that is given as text, node-soap would look for relative imports among our files.
        overrideImportLocation: (_resolved: string, from: string, location: string) =>
          here(new URL(location, isText(from) ? `${baseUrl}/` : from).href).href,
      },
    });
    return operationsOf(client, service, about);
  } catch (error) {
    if (error instanceof IntegrationError) throw error;
    const why = redactText(errorMessage(error)).replaceAll(/\s+/g, ' ').slice(0, 200);
    const message = `${about.provider} ${about.operation} was not sent: its WSDL cannot be read (${why}). Correct soap.wsdl.`;
    throw new NotConfiguredError(message, { ...about, cause: error });
  }
}

/** node-soap's way to send: it asks for documents without data, and calls with an envelope. */
function handingOver(fetch: (url: string) => Promise<string>): IHttpClient {
  return {
    request: (url, envelope: string | null, answered, headers, options) => {
      if (envelope === null) {
        fetch(url)
          .then((text) => answered(null, { status: 200 }, text))
          .catch(answered);
      } else options?.handOver({ url, envelope, headers, answered });
      return new Promise<never>(() => undefined); // it goes by the callback alone
    },
  };
}

function operationsOf(
  client: Client,
  { service, port }: SoapService,
  about: About,
): Readonly<Record<string, SoapOperation>> {
  const services = client.wsdl.definitions.services ?? {};
  const serviceName = choice('service', Object.keys(services), service, about);
  const portName = choice('port', Object.keys(services[serviceName]?.ports ?? {}), port, about);
  const operations: Readonly<Record<string, SoapOperation>> = client[serviceName][portName];
  return operations;
}

function choice(what: string, names: readonly string[], wanted: string | undefined, about: About): string {
  const [name = ''] = wanted === undefined ? names : names.filter((each) => each === wanted);
  if (name) return name;
  const message =
    `${about.provider} ${about.operation} was not sent: its WSDL has no ${what}${wanted ? ` ${wanted}` : ''}, but ` +
    `${names.join(', ') || 'none'}. Correct soap.${what}.`;
  throw new NotConfiguredError(message, about);
}

/** A WSDL itself, and not where it is. */
function isText(wsdl: string): boolean {
  return /^\s*</.test(wsdl);
}

/** Without a declaration, node-soap takes it for the name of a file. */
function declared(wsdl: string): string {
  const text = wsdl.trimStart();
  return text.startsWith('<?xml') ? text : `<?xml version="1.0"?>${text}`;
}
