import type { Fields } from '../server.js';
import type { Grant } from '../oauth/rows.js';
import type { State } from '../state.js';
import type { OAuthRows } from '../oauth/rows.js';
import type { Message } from './messages.js';
import type { Workspace } from './workspaces.js';

/** Everything the sandbox remembers, by table. */
export interface SlackRows extends OAuthRows {
  message: Message;
}

/** A call of a method with a good token. */
export interface Call {
  state: State<SlackRows>;
  grant: Grant;
  workspace: Workspace;
  scopes: readonly string[];
  fields: Fields;
}

/** A method of the Web API: the scope it needs, and what it answers besides `ok`. */
export interface Method {
  /** @default none */
  scope?: string;
  /** @throws SlackRefusal */
  run(call: Call): object;
}

/** `ok: false` and why, in Slack's words. */
export class SlackRefusal extends Error {
  constructor(
    readonly code: string,
    readonly details: object = {},
  ) {
    super(code);
  }
}

/** @throws SlackRefusal when the token does not have the scope */
export function requireScope({ scopes }: Pick<Call, 'scopes'>, scope: string): void {
  if (scopes.includes(scope)) return;
  throw new SlackRefusal('missing_scope', { needed: scope, provided: scopes.join(',') });
}

/** A parameter as text, empty where it is missing. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
