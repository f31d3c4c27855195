import type { CallOptions } from '../../contracts/calls.js';
import type { ApiRuntime } from '../api-runtime.js';
import { pathBelow } from './own-origin.js';
import { SoapPort } from './soap-port.js';
import type { SoapService } from './soap-service.js';
import { xmlText } from './xml-text.js';

const ports = new WeakMap<ApiRuntime, Promise<SoapPort>>();

/**
 * The port of a description's SOAP service. Its WSDL is read by the first call, and for all that come meanwhile; one
 * that could not be read is asked for again by the next call.
 * @param signal the end of the call that waits. Others may go on waiting.
 */
export async function portOf(
  runtime: ApiRuntime,
  service: SoapService,
  { connectionId, tenant }: CallOptions,
  signal: AbortSignal,
): Promise<SoapPort> {
  let port = ports.get(runtime);
  if (!port) {
    port = open(runtime, service, { connectionId, tenant });
    ports.set(runtime, port);
    port.catch(() => ports.delete(runtime));
  }
  return Promise.race([port, endOf(signal)]);
}

/** An operation of its own, with a deadline of its own. */
function open(runtime: ApiRuntime, service: SoapService, options: CallOptions): Promise<SoapPort> {
  const { description } = runtime;
  return runtime.api.perform('wsdl', options, (api) =>
    SoapPort.open(service, {
      about: api.describe(),
      baseUrl: api.baseUrl,
      fetch: async (url) => {
        const headers = { ...description.headers, ...description.version?.headers, accept: 'text/xml, */*' };
        const path = pathBelow(api.baseUrl, url);
        return xmlText(await api.send({ method: 'GET', url, path, headers })) ?? '';
      },
    }),
  );
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
