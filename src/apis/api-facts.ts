import type { RoadPolicy } from '../outbound/road-policy.js';
import type { RoadDefaults } from '../outbound/road-settings.js';
import type { WriteSafety } from '../outbound/write-safety.js';
import type { ApiAuth, ApiTls } from './auth/api-auth.js';
import type { ApiSigning } from './auth/hmac-signature.js';
import type { ApiErrors } from './errors/api-errors.js';
import type { SoapService } from './soap/soap-service.js';
import type { Strictness } from './strictness.js';

/** One of an API's versions. Several may be described side by side, each with its own client; limits are shared. */
export interface ApiVersion {
  /** What people call it: `v2`, `2026-01-01`. */
  readonly name: string;
  /** What stands before each path: `/v2`. @default nothing */
  readonly path?: string;
  /** What goes with each call: `{ 'acme-version': '2026-01-01' }`. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What there is to say of an API as such, before its operations. */
export interface ApiFacts {
  /**
   * Its word in logs, metrics and errors: small letters, digits, hyphens. Its variables begin with it in capitals:
   * `ACME_TIMEOUT`, `ACME_MAX_RETRIES`, `ACME_RETRY_DELAY`, `ACME_RATE_LIMIT`, `ACME_MAX_CONCURRENT`.
   */
  readonly name: string;
  /** Its name for people. @default `name` */
  readonly title?: string;
  /** Where it is, unless `<NAME>_API_BASE_URL` says so. Without either, calls say which variable to set. */
  readonly baseUrl?: string;
  readonly version?: ApiVersion;
  /** What goes with each call. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How calls for no connected account prove who they are from; several go together. @default not at all */
  readonly auth?: ApiAuth | readonly ApiAuth[];
  /** Signs calls, beside `auth`. */
  readonly signing?: ApiSigning;
  /** Our certificate. */
  readonly tls?: ApiTls;
  /** How sending a write twice is made to act once. @default `{ by: 'none' }` */
  readonly writes?: WriteSafety;
  /** The values of `<NAME>_…` variables that are not set. @default 30 s, 3 retries, no limit, 50 at once */
  readonly limits?: RoadDefaults;
  /** What is special about its answers and its time. */
  readonly road?: Pick<
    RoadPolicy,
    | 'rateLimitWindowSeconds'
    | 'readRateLimit'
    | 'retryHint'
    | 'compressFromBytes'
    | 'maxResponseBytes'
    | 'connectTimeoutMs'
    | 'bodyTimeoutMs'
  >;
  /** What its refusals mean, beyond what their HTTP status says. */
  readonly errors?: ApiErrors;
  /** For operations that do not say. @default 'lenient' */
  readonly strictness?: Strictness;
  /** Where GraphQL is asked. @default '/graphql' */
  readonly graphqlPath?: string;
  /** The SOAP service that its `soap` operations call. */
  readonly soap?: SoapService;
}
