import { AuthenticationError, NotConfiguredError } from '../../contracts/errors.js';
import type { Authorization } from '../authorization/authorization.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import { describe } from '../outbound-errors.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

interface AuthorizationRules {
  /** The one origin that the credential is for: that of the provider's base URL. */
  readonly allowedOrigin: string;
  /** Whether an answer refuses the credential. @default its status is 401 */
  refuses?(response: OutboundResponse): boolean;
  /** Told when the provider refuses our credentials for good. */
  onAuthFailure(provider: string): void;
}

/** Puts the credential on each attempt. One that is refused is renewed once, and the attempt repeated once. */
export class AuthorizationInterceptor implements OutboundInterceptor {
  /** Without an `authorization`, an SDK has done that itself. */
  constructor(
    private readonly authorization: Authorization | undefined,
    private readonly rules: AuthorizationRules,
  ) {}

  /**
   * @throws NotConfiguredError for a call to an origin that the credential is not for
   * @throws AuthenticationError when the provider gives out no credential
   */
  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    try {
      const ownOrigin = (await this.authorization?.originFor?.(call)) ?? this.rules.allowedOrigin;
      const response = await this.send(call, ownOrigin, next);
      if (this.isRefusal(response) && call.url.origin === ownOrigin) this.rules.onAuthFailure(call.provider);
      return response;
    } catch (error) {
      if (error instanceof AuthenticationError) this.rules.onAuthFailure(call.provider);
      throw error;
    }
  }

  private async send(call: OutboundCall, ownOrigin: string, next: CallHandler): Promise<OutboundResponse> {
    const { authorization } = this;
    if (!authorization || !isForCredential(call, ownOrigin)) return next(call);
    const authorized = await authorization.authorize(call);
    const response = await next(authorized);
    if (!this.isRefusal(response) || !(await authorization.renew?.(authorized))) return response;
    if (call.deadline.signal.aborted) return response;
    const renewed = await authorization.authorize(call);
    call.beforeDeparture?.();
    return next(renewed);
  }

  private isRefusal(response: OutboundResponse): boolean {
    return response.status === 401 || (this.rules.refuses?.(response) ?? false);
  }
}

/**
 * A URL out of data (a file's link in an answer) may lead anywhere, and is fetched as a stranger would. Any other call
 * to a foreign origin is a mistake in the configuration: it could only fail there, or give the credential away.
 */
function isForCredential(call: OutboundCall, ownOrigin: string): boolean {
  if (call.url.origin === ownOrigin) return true;
  if (call.untrusted) return false;
  const message =
    `${call.provider} ${call.operation} goes to ${call.url.origin}, but its credential is for ${ownOrigin} only. ` +
    'Correct the base URL of the provider.';
  throw new NotConfiguredError(message, describe(call));
}
