import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { eventually } from '../../test/support/eventually.js';

const running: { close(): Promise<void> }[] = [];

/** Has {@link closeAll} close it. */
export function closing<T extends { close(): Promise<void> }>(each: T): T {
  running.push(each);
  return each;
}

/** Stops what the tests of a file started, the last one first. */
export async function closeAll(): Promise<void> {
  for (const each of running.splice(0).toReversed()) await each.close();
}

/** A webhook as the product received it. */
export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
  /** What the body says; empty where there is none. */
  event: Record<string, unknown>;
}

const json = z.record(z.string(), z.unknown());

/** A product's webhook address. `answers` are the statuses of its first answers; afterwards it answers 200. */
export async function startReceiver(
  ...answers: number[]
): Promise<{ url: string; received: ReceivedWebhook[] }> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const event = body === '' ? {} : json.parse(JSON.parse(body));
      received.push({ headers: request.headers, body, event });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  const port = await listen(server, 0);
  closing({
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return { url: `http://127.0.0.1:${port}/webhooks`, received };
}

/** Listens on 127.0.0.1 and tells the port. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Waits until so many webhooks have come, in any order. */
export async function arrived(received: readonly ReceivedWebhook[], count: number): Promise<void> {
  await eventually(`${count} webhooks`, () => received.length >= count || undefined);
}

/** The path of a state file in a folder of its own, which {@link closeAll} removes. */
export function newStateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  closing({ close: async () => rmSync(folder, { recursive: true }) });
  return join(folder, 'state.jsonl');
}

/** A copy of a state file, as a kill -9 at this moment would leave it. */
export function killedNow(stateFile: string): string {
  const left = `${stateFile}.left`;
  copyFileSync(stateFile, left);
  return left;
}
