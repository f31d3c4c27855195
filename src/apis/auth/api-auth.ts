import type { Authorization } from '../../outbound/authorization/authorization.js';
import type { TokenSender } from '../../outbound/authorization/token-sender.js';
import type { ClientTls } from '../../outbound/transport/client-tls.js';
import type { Variable } from '../variable.js';

/** What a way to prove who calls is made from, once all of its variables are set. */
interface AuthSurroundings {
  readonly provider: string;
  /** Without a slash at its end, the version's path included. */
  readonly baseUrl: string;
  /** What one of {@link ApiAuth.variables} is set to. */
  secret(variable: Variable): string;
  /** Asks for a token along the road. */
  readonly send: TokenSender;
}

/** One way to prove who calls, as a description names it: `bearer({ token: variable('ACME_TOKEN') })`. */
export interface ApiAuth {
  /** What has to be set. */
  readonly variables: readonly Variable[];
  /** Calls go without it as long as none of the variables is set. @default false */
  readonly isOptional?: boolean;
  authorization(surroundings: AuthSurroundings): Authorization;
}

/** A certificate of ours, as a description names it. */
export interface ApiTls {
  readonly variables: readonly Variable[];
  /** @throws ConfigurationError when what a variable is set to is no PEM, nor a file with one */
  read(secret: (variable: Variable) => string | undefined): ClientTls;
}
