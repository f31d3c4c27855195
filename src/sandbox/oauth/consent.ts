import type { StandIn } from '../pages/page.js';
import type { AuthorizationRequest } from './authorization-request.js';

/** An account that can be chosen on a consent page. */
export interface Account {
  readonly id: string;
  /** `Acme Inc` */
  readonly name: string;
  /** What tells it from others of that name: `acme.slack.com`. */
  readonly detail: string;
}

/** How a provider asks people for consent. */
export interface Consent {
  readonly standIn: StandIn;
  /** The authorization endpoint: `/oauth/v2/authorize`. */
  readonly path: string;
  /** `Choose a workspace` */
  readonly choose: string;
  readonly accounts: readonly Account[];
  /** The parameter that names the account which is meant: `login_hint`. */
  readonly hint?: string;
  readonly scopeSeparator: ' ' | ',';
  /** Whether a person may leave a scope out. @default never */
  readonly isOptional?: (scope: string) => boolean;
  /** What is granted, once a person has agreed to `scopes`, and whether a refresh token comes with it. */
  grant(
    request: AuthorizationRequest,
    account: Account,
    scopes: readonly string[],
  ): { scopes: readonly string[]; refreshable: boolean };
}
