import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { TokenRefusal } from '../oauth/refusals.js';
import { giveToken, readTokenRequest } from '../oauth/token-request.js';
import { bearerToken, pathParameter, readFields, readQuery, sendJson } from '../server.js';
import type { State } from '../state.js';
import { type Call, type Method, requireScope, SlackRefusal, type SlackRows, text } from './call.js';
import { listConversations, lookupByEmail } from './directory.js';
import { postMessage } from './post-message.js';
import { REFUSALS, tokenAnswer } from './token-endpoint.js';
import { workspaceOf } from './workspaces.js';

/** Serves Slack's Web API, as much of it as there is: status 200 whatever comes of it. */
export function serveApi(
  server: FastifyInstance,
  state: State<SlackRows>,
  authorization: AuthorizationServer,
): void {
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
    'conversations.list': listConversations,
    'users.lookupByEmail': lookupByEmail,
  };

  server.post('/api/oauth.v2.access', (request, reply) => answer(reply, () => access(request)));
  server.route({
    method: ['GET', 'POST'],
    url: '/api/:method',
    handler: (request, reply) => answer(reply, () => callMethod(request, reply)),
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
    const call: Call = { state, grant, workspace: workspaceOf(grant.account), scopes: token.scopes, fields };
    reply.headers({
      'X-OAuth-Scopes': token.scopes.join(','),
      'X-Accepted-OAuth-Scopes': method.scope ?? '',
    });
    if (method.scope) requireScope(call, method.scope);
    return { ok: true, ...method.run(call) };
  }

  /** In Slack's words: a bot whose app was removed has an inactive account. */
  function authenticate(token: string) {
    if (token === '') throw new SlackRefusal('not_authed');
    const standing = authorization.standing(token);
    if (standing.is === 'good') return standing;
    if (standing.is === 'expired') throw new SlackRefusal('token_expired');
    if (standing.is === 'unknown') throw new SlackRefusal('invalid_auth');
    throw new SlackRefusal(standing.by === 'owner' ? 'account_inactive' : 'token_revoked');
  }
}

async function answer(reply: FastifyReply, run: () => object): Promise<void> {
  try {
    await sendJson(reply, 200, run());
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    await sendJson(reply, 200, { ok: false, error: error.code, ...error.details });
  }
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
