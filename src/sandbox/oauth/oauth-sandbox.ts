import type { FastifyInstance } from 'fastify';
import { sendJson, type ServerObserver } from '../server.js';
import type { AuthorizationServer } from './authorization-server.js';
import type { Grant } from './rows.js';

/** What every sandbox with an authorization server is started with. */
export interface OAuthSandboxOptions {
  /** Where it listens, on 127.0.0.1 only; 0 takes any free port. */
  port: number;
  /** The app that it knows. @default 'sandbox-client' */
  clientId?: string;
  /** @default 'sandbox-secret' */
  clientSecret?: string;
  /** Where it may send people back to. @default any address of this machine */
  redirectUris?: readonly string[];
  /** How long access tokens live, in ms. @default as long as the provider's */
  accessTokenLifetimeMs?: number;
  /** Keeps everything across restarts, a kill -9 included. @default all is forgotten when the process ends */
  stateFile?: string;
  /** @default nothing is logged */
  log?: (message: string, fields: Record<string, unknown>) => void;
  /** @default nobody watches */
  observe?: ServerObserver;
}

/** A running sandbox. */
export interface OAuthSandbox {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The variables that point Hookline at it. */
  environment: Readonly<Record<string, string>>;
  /** What accounts have granted and nobody has ended, newest first. */
  grants(): readonly Grant[];
  /** Takes the app's access to an account away, as the account's owner would. */
  revoke(account: string): void;
  /** Breaks open connections and stops. */
  close(): Promise<void>;
}

/** The app of {@link OAuthSandboxOptions}, with its defaults. */
export function clientOf({
  clientId = 'sandbox-client',
  clientSecret = 'sandbox-secret',
}: OAuthSandboxOptions) {
  return { clientId, clientSecret };
}

/**
 * Listens, and hands out the handle.
 * @throws Error when the port is taken
 */
export async function openSandbox(parts: {
  server: FastifyInstance;
  authorization: AuthorizationServer;
  state: { close(): void };
  options: OAuthSandboxOptions;
  environment(url: string): Record<string, string>;
}): Promise<OAuthSandbox> {
  const { server, authorization, state, options } = parts;
  server.setErrorHandler(async (error, _request, reply) => {
    options.log?.('The sandbox failed', { error });
    await sendJson(reply, 500, { error: 'server_error' });
  });
  const url = await server.listen({ host: '127.0.0.1', port: options.port });
  return {
    url,
    environment: parts.environment(url),
    grants: () => authorization.livingGrants(),
    revoke: (account) => authorization.endAll(account, 'owner'),
    close: async () => {
      await server.close();
      state.close();
    },
  };
}
