import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken, pathParameter, readQuery, sendJson } from '../server.js';
import type { State } from '../state.js';
import { searchActivity } from './activity.js';
import { refusal, SendGridRefusal, statusRefusal } from './errors.js';
import { sendMail } from './mail-send.js';
import { LISTS, type SendGridRows, type Suppression } from './rows.js';
import { onList, release } from './suppressions.js';

/** What the API works with. */
export interface ApiParts {
  state: State<SendGridRows>;
  apiKey: string;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** Bytes. SendGrid takes messages up to 30 MB. */
const BODY_LIMIT = 30 * 1024 * 1024;

const SCOPES = [
  'mail.send',
  'messages.read',
  'suppression.read',
  'suppression.delete',
  'asm.suppressions.global.read',
  'user.username.read',
];

/** What comes of a request: a status, and a body where there is one. */
interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

type Run = (request: FastifyRequest) => Answer;

/** Serves as much of SendGrid's v3 API as Hookline calls. */
export function serveApi(server: FastifyInstance, { state, apiKey, log }: ApiParts): void {
  server.post('/v3/mail/send', { bodyLimit: BODY_LIMIT }, answering(send));
  server.get(
    '/v3/messages',
    answering((request) => ({ status: 200, body: searchActivity(state, readQuery(request)) })),
  );
  server.get(
    '/v3/scopes',
    answering(() => ({ status: 200, body: { scopes: SCOPES } })),
  );
  server.get(
    '/v3/user/username',
    answering(() => ({ status: 200, body: { username: 'sandbox', user_id: 4711 } })),
  );
  for (const list of LISTS) {
    const path =
      list === 'unsubscribes' ? '/v3/asm/suppressions/global/:email' : `/v3/suppression/${list}/:email`;
    server.get(
      path,
      answering((request) => ({ status: 200, body: look(list, emailOf(request)) })),
    );
    server.delete(
      path,
      answering((request) => takeOff(list, emailOf(request))),
    );
  }
  server.all(
    '/v3/*',
    answering(() => {
      throw statusRefusal(404);
    }),
  );
  server.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
    if (error.statusCode === undefined || error.statusCode >= 500) log('The sandbox failed', { error });
    await refuse(reply, error.statusCode ?? 500);
  });

  function answering(run: Run) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      await sendAnswer(reply, answerTo(request, run));
    };
  }

  function answerTo(request: FastifyRequest, run: Run): Answer {
    try {
      authorize(request);
      return state.transaction(() => run(request));
    } catch (error) {
      if (error instanceof SendGridRefusal) return answerOf(error);
      throw error;
    }
  }

  function authorize(request: FastifyRequest): void {
    const token = bearerToken(request);
    if (token === undefined) throw statusRefusal(401);
    if (token === apiKey) return;
    throw refusal(401, 'The provided authorization grant is invalid, expired, or revoked');
  }

  function send(request: FastifyRequest): Answer {
    const messageId = sendMail(state, readJson(request));
    return messageId === undefined
      ? { status: 200 }
      : { status: 202, headers: { 'X-Message-Id': messageId } };
  }

  function look(list: Suppression['list'], email: string): object {
    const found = onList(state, list, email);
    if (list === 'unsubscribes') return found ? { recipient_email: found.email } : {};
    return found ? [entryOf(found)] : [];
  }

  function takeOff(list: Suppression['list'], email: string): Answer {
    const known = release(state, list, email);
    if (!known && list === 'bounces') throw statusRefusal(404);
    return { status: 204 };
  }
}

/** Answers as SendGrid does with that status, from 400. */
export async function refuse(reply: FastifyReply, status: number): Promise<void> {
  await sendAnswer(reply, answerOf(statusRefusal(status)));
}

function entryOf({ list, email, reason, status, created }: Suppression): object {
  if (list === 'bounces' || list === 'blocks') return { created, email, reason, status };
  return list === 'spam_reports' ? { created, email, ip: '192.0.2.1' } : { created, email, reason };
}

function emailOf(request: FastifyRequest): string {
  return pathParameter(request, 'email');
}

function readJson(request: FastifyRequest): unknown {
  try {
    return JSON.parse(String(request.body));
  } catch {
    throw refusal(400, 'Bad Request');
  }
}

function answerOf({ status, errors, headers }: SendGridRefusal): Answer {
  return { status, body: { errors }, headers };
}

async function sendAnswer(reply: FastifyReply, { status, body, headers = {} }: Answer): Promise<void> {
  reply.headers(headers);
  if (body) await sendJson(reply, status, body);
  else await reply.status(status).send();
}
