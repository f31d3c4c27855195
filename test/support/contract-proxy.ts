import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ApiDescription } from './api-description.js';
import { contractsArePresent, readContract } from './contracts.js';

export interface ContractProxyOptions {
  /** Where calls go on to: a sandbox. */
  target: string;
  /** The published descriptions, as files below `../shared/contracts`. */
  descriptions: readonly {
    file: string;
    /** What stands before the description's paths in real addresses. @default '' */
    basePath?: string;
  }[];
  /** Known faults of a description itself, not of a call. Each needs its reason where it is given. */
  exempt?: (fault: string) => boolean;
}

export interface ContractProxy {
  url: string;
  /** What was wrong with the calls that have passed, each fault once; empty where there is no description here. */
  violations(): string[];
  /** How many calls have passed, whether described or not. */
  calls(): number;
  /** How many of them were held against a description. */
  checked(): number;
  close(): Promise<void>;
}

/**
 * Stands between a provider's code and its sandbox, and holds every request and every answer against what the provider
 * publishes. Without `../shared/contracts` it only hands on. A connection that the sandbox breaks is broken here, too.
 */
export async function startContractProxy({
  target,
  descriptions,
  exempt = () => false,
}: ContractProxyOptions): Promise<ContractProxy> {
  const known = contractsArePresent
    ? descriptions.map(({ file, basePath = '' }) => ({
        basePath,
        description: new ApiDescription(readContract(file).toString()),
      }))
    : [];
  const violations = new Set<string>();
  let calls = 0;
  let checked = 0;

  const handOn = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const requestBody = await buffer(incoming);
    const answer = await ask(target, incoming, requestBody);
    const responseBody = await buffer(answer);
    const { method = 'GET', url = '/' } = incoming;
    calls += 1;
    const status = answer.statusCode ?? 0;
    for (const { basePath, description } of known) {
      if (!url.startsWith(`${basePath}/`)) continue;
      const faults = description.faults({
        method,
        path: url.slice(basePath.length),
        requestHeaders: incoming.headers,
        requestBody,
        status,
        responseHeaders: answer.headers,
        responseBody,
      });
      if (faults) checked += 1;
      for (const fault of faults ?? []) if (!exempt(fault)) violations.add(fault);
    }
    outgoing.writeHead(status, answer.rawHeaders).end(responseBody);
  };

  const server = createServer((incoming, outgoing) => {
    handOn(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    violations: () => [...violations],
    calls: () => calls,
    checked: () => checked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function ask(target: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const url = new URL(incoming.url ?? '/', target);
  const { 'accept-encoding': _plainBodiesOnly, ...headers } = incoming.headers;
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: incoming.method ?? 'GET', headers, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });
}
