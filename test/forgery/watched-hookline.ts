import { vi } from 'vitest';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { requestId } from '../../src/platform/context/request-context.js';
import { LOGGER, type Logger } from '../../src/platform/logging/logger.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import type { WebhookSigner } from '../support/webhook-signer.js';

/** The address that signers sign for. */
export const PUBLIC_URL = 'http://localhost:3000';

/** A request as a forger may make it. */
export interface Delivery {
  /** A header with several values is sent several times. */
  headers: Record<string, string | readonly string[]>;
  body: Buffer;
}

export interface Answer {
  status: number;
  requestId: string;
  text: string;
}

interface LogLine {
  /** `undefined` outside of any request. */
  requestId: string | undefined;
  event: string;
}

/** A Hookline whose rows and log lines are counted. */
export interface WatchedHookline {
  hookline: TestHookline;
  /** Another on the same database, in the middle of a rotation: it has both secrets of every signer. */
  rotating: TestHookline;
  /** Posts to a path of one of them. @default the first one */
  post(path: string, delivery: Delivery, to?: TestHookline): Promise<Answer>;
  rows(): Promise<{ events: number; payloads: number }>;
  /** The ids of the requests that were not answered 200. */
  refused: ReadonlySet<string>;
  /** The log lines at info or above so far. */
  logged: readonly LogLine[];
  close(): Promise<void>;
}

/** Starts them for these signers. */
export async function startWatchedHookline(signers: readonly WebhookSigner[]): Promise<WatchedHookline> {
  const environment = {
    PUBLIC_URL,
    ...Object.assign({}, ...signers.map((signer) => signer.environment)),
  } as Record<string, string>;
  const hookline = await startTestHookline({ environment });
  const rotating = await startTestHookline({
    environment: withBothSecrets(environment, signers),
    databaseUrl: hookline.databaseUrl,
  });
  const database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  const agent = new Agent();
  const refused = new Set<string>();
  return {
    hookline,
    rotating,
    refused,
    logged: watchLog(hookline),
    async post(path, { headers, body }, { url } = hookline) {
      const answer = await request(url + path, {
        method: 'POST',
        headers: Object.entries(headers).flatMap(([name, values]) =>
          [values].flat().flatMap((value) => [name, value]),
        ),
        body,
        dispatcher: agent,
      });
      const { statusCode: status } = answer;
      const id = String(answer.headers['x-request-id']);
      if (status !== 200) refused.add(id);
      return { status, requestId: id, text: await answer.body.text() };
    },
    async rows() {
      const { rows } = await database.query<{ events: number; payloads: number }>(
        `SELECT (SELECT count(*)::int FROM webhook_events) AS events,
          (SELECT count(*)::int FROM webhook_payloads) AS payloads`,
      );
      const [counts] = rows;
      if (!counts) throw new Error('A count without a row');
      return counts;
    },
    async close() {
      await agent.close();
      await database.end();
      await rotating.close();
      await hookline.close();
    },
  };
}

/** The variable that holds a signer's first secret gets the other one, too. */
function withBothSecrets(
  environment: Record<string, string>,
  signers: readonly WebhookSigner[],
): Record<string, string> {
  const both = new Map(signers.map(({ secrets }) => [secrets[0], secrets.join(',')]));
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, both.get(value) ?? value]),
  );
}

/** What a line is logged with, as far as it tells one from another. */
const logFields = z
  .object({ event: z.string(), request_id: z.string().optional() })
  .catch({ event: 'a line without an event' });

function watchLog({ app }: TestHookline): LogLine[] {
  const lines: LogLine[] = [];
  const logger = app.get<Logger>(LOGGER, { strict: false });
  for (const level of ['info', 'warn', 'error', 'fatal'] as const) {
    vi.spyOn(logger, level).mockImplementation((fields: unknown) => {
      const { event, request_id: id = requestId() } = logFields.parse(fields);
      lines.push({ requestId: id, event });
    });
  }
  return lines;
}
