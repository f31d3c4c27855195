import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakOff, type Faults } from '../faults.js';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { TokenRefusal } from '../oauth/refusals.js';
import { giveToken, readTokenRequest } from '../oauth/token-request.js';
import { bearerToken, pathParameter, readFields, readQuery, sendJson } from '../server.js';
import type { State } from '../state.js';
import { type Call, type Method, requireScope, SlackRefusal, text } from './call.js';
import { deleteMessage, postMessage, updateMessage } from './chat.js';
import { listConversations, lookupByEmail, openConversation } from './directory.js';
import type { SlackFault } from './faults.js';
import { completeUpload, getUploadAddress } from './files.js';
import { history, replies } from './history.js';
import { type MessagePace, RETRY_AFTER_SECONDS } from './message-pace.js';
import { OWN_BOT_TOKEN, OWN_GRANT } from './own-workspace.js';
import type { SlackRows } from './rows.js';
import { REFUSALS, tokenAnswer } from './token-endpoint.js';
import { workspaceOf } from './workspaces.js';

/** What the API stands on. */
export interface ApiParts {
  state: State<SlackRows>;
  authorization: AuthorizationServer;
  faults: Faults<SlackFault>;
  /** @default as many messages as one likes */
  pace: MessagePace | undefined;
}

/** Serves Slack's Web API, as much of it as there is: status 200 whatever comes of it, 429 aside. */
export function serveApi(server: FastifyInstance, parts: ApiParts): void {
  const { state, authorization, faults, pace } = parts;
  const methods: Readonly<Record<string, Method>> = {
    'auth.test': { run: whoAmI },
    'auth.revoke': {
      run({ grant, fields }) {
        const revoked = text(fields, 'test') !== 'true';
        if (revoked) authorization.end(grant.id, 'app');
        return { revoked };
      },
    },
    'chat.postMessage': postMessage,
    'chat.update': updateMessage,
    'chat.delete': deleteMessage,
    'conversations.list': listConversations,
    'conversations.open': openConversation,
    'conversations.history': history,
    'conversations.replies': replies,
    'files.getUploadURLExternal': getUploadAddress,
    'files.completeUploadExternal': completeUpload,
    'users.lookupByEmail': lookupByEmail,
  };

  server.post('/api/oauth.v2.access', (request, reply) => answer(reply, () => access(request)));
  server.route({
    method: ['GET', 'POST'],
    url: '/api/:method',
    handler: (request, reply) =>
      answer(reply, () => callMethod(request, reply), faults.take(pathParameter(request, 'method'))),
  });

  function access(request: FastifyRequest): object {
    const read = readTokenRequest(request);
    // Slack's own clients leave the grant type out where it is a code.
    const grantType = read.grantType ?? 'authorization_code';
    try {
      return tokenAnswer(giveToken(authorization, { ...read, grantType }));
    } catch (error) {
      if (error instanceof TokenRefusal) throw new SlackRefusal(REFUSALS[error.reason]);
      throw error;
    }
  }

  function callMethod(request: FastifyRequest, reply: FastifyReply): object {
    const method = methods[pathParameter(request, 'method')];
    if (!method) throw new SlackRefusal('unknown_method', { req_method: pathParameter(request, 'method') });
    const fields = { ...readQuery(request), ...readFields(request) };
    const { grant, token } = authenticate(bearerToken(request) ?? text(fields, 'token'));
    const call: Call = {
      state,
      grant,
      workspace: workspaceOf(grant.account),
      scopes: token.scopes,
      fields,
      baseUrl: `http://${request.host}`,
      pace,
    };
    reply.headers({
      'X-OAuth-Scopes': token.scopes.join(','),
      'X-Accepted-OAuth-Scopes': method.scope ?? '',
    });
    if (method.scope) requireScope(call, method.scope);
    return { ok: true, ...method.run(call) };
  }

  /** In Slack's words: a bot whose app was removed has an inactive account. */
  function authenticate(token: string): Pick<Call, 'grant'> & { token: Pick<Call, 'scopes'> } {
    if (token === '') throw new SlackRefusal('not_authed');
    if (token === OWN_BOT_TOKEN) return { grant: OWN_GRANT, token: OWN_GRANT };
    const standing = authorization.standing(token);
    if (standing.is === 'good') return standing;
    if (standing.is === 'expired') throw new SlackRefusal('token_expired');
    if (standing.is === 'unknown') throw new SlackRefusal('invalid_auth');
    throw new SlackRefusal(standing.by === 'owner' ? 'account_inactive' : 'token_revoked');
  }
}

async function answer(reply: FastifyReply, run: () => object, fault?: SlackFault): Promise<void> {
  if (fault?.mode === 'reset-before') return breakOff(reply);
  const outcome = outcomeOf(fault?.mode === 'error' ? () => refuse(fault.error ?? 'internal_error') : run);
  if (fault?.mode === 'reset-after') return breakOff(reply);
  if (outcome instanceof SlackRefusal && outcome.code === 'ratelimited') {
    reply.status(429).header('Retry-After', String(RETRY_AFTER_SECONDS));
  }
  const body =
    outcome instanceof SlackRefusal ? { ok: false, error: outcome.code, ...outcome.details } : outcome;
  await sendJson(reply, reply.statusCode, body);
}

function outcomeOf(run: () => object): object {
  try {
    return run();
  } catch (error) {
    if (error instanceof SlackRefusal) return error;
    throw error;
  }
}

function refuse(word: string): never {
  throw new SlackRefusal(word);
}

/** @see https://docs.slack.dev/reference/methods/auth.test */
function whoAmI({ workspace }: Call): object {
  return {
    url: `https://${workspace.detail}/`,
    team: workspace.name,
    user: 'hookline',
    team_id: workspace.id,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  };
}
