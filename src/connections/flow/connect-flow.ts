import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/audit/audit-log.js';

/** What somebody wants to connect. */
export interface ConnectRequest {
  readonly provider: string;
  readonly tenant: string | undefined;
  /** On top of the app's own. */
  readonly scopes?: readonly string[];
  /** To connect an account again, or with more scopes. */
  readonly connectionId?: string;
  /** Where the browser goes in the end; it has to be allowed. @default the console's page of the connection */
  readonly returnTo?: string;
  readonly connectLinkId?: string;
  readonly actor: Actor;
}

/** A way to the provider's consent page, bound to the browser that holds the cookie. */
export interface BegunConnect {
  readonly authorizationUrl: URL;
  /** The value of the `Set-Cookie` header to answer with. */
  readonly cookie: string;
}

/** The web flow of OAuth 2: from here to a provider's consent page and back. */
@Injectable()
export class ConnectFlow {
  /**
   * @param browser the request's `Cookie` header, so that several attempts of one browser can be under way
   * @throws ApiError NOT_FOUND for an unknown provider or connection; VALIDATION_ERROR for a `returnTo` that is not allowed
   * @throws NotConfiguredError when the provider's variables are not set
   */
  async begin(_request: ConnectRequest, _browser: string | undefined): Promise<BegunConnect> {
    throw new Error('to be written');
  }
}
