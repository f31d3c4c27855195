import type { Grant } from '../oauth/rows.js';
import type { Fields } from '../server.js';
import type { State } from '../state.js';
import type { MessagePace } from './message-pace.js';
import type { SlackRows } from './rows.js';
import type { Workspace } from './workspaces.js';

/** A call of a method with a good token. */
export interface Call {
  state: State<SlackRows>;
  grant: Grant;
  workspace: Workspace;
  scopes: readonly string[];
  fields: Fields;
  /** Where the caller sees the sandbox: `http://127.0.0.1:12112`. */
  baseUrl: string;
  /** @default as fast as one likes */
  pace?: MessagePace | undefined;
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

/** A parameter that is a value of JSON, or in a form the text of one; `undefined` where it is missing or broken. */
export function json(fields: Fields, name: string): unknown {
  const value = fields[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined; // refused as a value of the wrong kind is
  }
}
