import type { Environment } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';

/** What a request is signed with, and for which moment and address. */
export interface Signing {
  /** The variables of the service that is to believe it. */
  readonly environment: Environment;
  /** A secret other than the environment's: of a connected account, or a wrong one. */
  readonly secret: string | undefined;
  /** When it is signed. */
  readonly at: Date;
  /** The public address that it goes to, which some signatures cover. */
  readonly url: string;
}

/** A request as the provider would send it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a caller wants otherwise than the fixture has it. */
export type Wishes = Readonly<Record<string, unknown>>;

/** A provider's side of a webhook: its events, and how it signs them. */
export interface WebhookMaker {
  /** The types that there is a fixture for, as Hookline files them. */
  readonly types: readonly string[];
  /** @throws Error with one sentence when the secret is missing, or there is no such type */
  make(type: string, wishes: Wishes, signing: Signing): SignedRequest;
}

/**
 * The secret to sign with: the caller's own, or the first of a variable's list.
 * @throws Error that names the variable
 */
export function secretOf({ environment, secret }: Signing, variable: string): string {
  const found = secret ?? list().parse(environment[variable])[0];
  if (found) return found;
  throw new Error(
    `There is nothing to sign with: the environment has no ${variable}. Take it from webhookSecrets(), or hand over the ` +
      "service's own `environment`.",
  );
}

/** A time in whole seconds since 1970. */
export function unixSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

/** A JSON body, as a provider sends it. */
export function jsonBody(payload: unknown): Buffer {
  return Buffer.from(JSON.stringify(payload));
}
