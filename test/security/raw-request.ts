import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/**
 * One HTTP request with exactly this path and these headers, which `fetch` would tidy up.
 * @param headers names and values in turns, so that a name may come twice
 */
export function rawRequest(
  url: string,
  method: string,
  path: string,
  headers: readonly string[] = [],
  body = '',
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const length = body ? ['Content-Length', String(Buffer.byteLength(body))] : [];
  return new Promise((resolve, reject) => {
    const sending = request({
      hostname,
      port,
      method,
      path,
      headers: ['Host', host, ...headers, ...length],
    });
    sending.on('error', reject);
    sending.on('response', (answer) => {
      text(answer).then(
        (content) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: content }),
        reject,
      );
    });
    sending.end(body);
  });
}
