import { createHash } from 'node:crypto';
import { NotConfiguredError } from '../../contracts/errors.js';
import type { Authorization } from '../../outbound/authorization/authorization.js';
import { withCredentialHeader } from '../../outbound/authorization/with-credential.js';
import { systemClock, type Clock } from '../../outbound/clock.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import { describe } from '../../outbound/outbound-errors.js';
import { hmac } from '../../platform/signatures/hmac.js';
import type { HmacScheme } from '../../webhooks/sources/generic/hmac-signature.js';
import {
  covers,
  fillSignedContent,
  parseSignedContent,
  type SignedContent,
} from '../../webhooks/sources/generic/signed-content.js';
import type { Variable } from '../variable.js';
import { headerName } from './header-name.js';

/** Signs calls with a secret that the API knows, too. */
export interface ApiSigning {
  readonly variables: readonly Variable[];
  /** The operations whose calls are signed. @default all */
  readonly operations?: readonly string[];
  /** @param inner puts its credential on before, so that a signature may cover it */
  over(inner: Authorization, secret: (variable: Variable) => string): Authorization;
}

export interface HmacSignatureOptions {
  /** Its UTF-8 bytes are the key. */
  readonly secret: Variable;
  /** The header for the signature: `X-Signature`. */
  readonly header: string;
  /** @default 'sha256' */
  readonly algorithm?: HmacScheme['algorithm'];
  /** @default 'hex' */
  readonly encoding?: HmacScheme['encoding'];
  /** What stands before the signature in its header: `sha256=`. @default nothing */
  readonly prefix?: string;
  /** The header for the time of signing, in Unix seconds. @default none */
  readonly timestampHeader?: string;
  /**
   * What is signed: text with `{timestamp}`, `{method}`, `{path}`, `{query}` (as it is sent, without its `?`),
   * `{body}` (its bytes as they are sent) and `{body_sha256}` (in hex) in their places.
   * @default '{timestamp}.{body}' with a timestamp header, '{body}' without
   */
  readonly content?: string;
  /** The critical operations, by their names: `['payments.create']`. @default all */
  readonly operations?: readonly string[];
  /** @default systemClock */
  readonly clock?: Clock;
}

/**
 * An HMAC over each attempt as it leaves, made anew each time.
 * @throws TypeError for a content that the options cannot fill, and for what is no name of a header
 */
export function hmacSignature(options: HmacSignatureOptions): ApiSigning {
  const { secret, operations, header, timestampHeader } = options;
  const scheme = {
    ...options,
    header: headerName(header),
    timestampHeader: timestampHeader && headerName(timestampHeader),
    content: contentOf(options),
  };
  return {
    variables: [secret],
    operations,
    over: (inner, secretOf) => new HmacAuthorization(inner, scheme, secretOf(secret)),
  };
}

/** {@link HmacSignatureOptions}, checked and read. */
type Scheme = Omit<HmacSignatureOptions, 'content'> & { readonly content: SignedContent<Part> };

const PARTS = ['timestamp', 'method', 'path', 'query', 'body', 'body_sha256'] as const;
type Part = (typeof PARTS)[number];

class HmacAuthorization implements Authorization {
  /** Signed calls as the inner authorization made them: by that very object it knows what was refused. */
  private readonly unsigned = new WeakMap<OutboundCall, OutboundCall>();

  constructor(
    private readonly inner: Authorization,
    private readonly scheme: Scheme,
    private readonly key: string,
  ) {}

  /** @throws NotConfiguredError for a call that is to be signed, when the secret is not set */
  async authorize(call: OutboundCall): Promise<OutboundCall> {
    const authorized = await this.inner.authorize(call);
    const { operations } = this.scheme;
    if (operations && !operations.includes(call.operation)) return authorized;
    const signed = this.sign(authorized);
    this.unsigned.set(signed, authorized);
    return signed;
  }

  async originFor(call: OutboundCall): Promise<string | undefined> {
    return this.inner.originFor?.(call);
  }

  async renew(refused: OutboundCall): Promise<boolean> {
    return (await this.inner.renew?.(this.unsigned.get(refused) ?? refused)) ?? false;
  }

  private sign(call: OutboundCall): OutboundCall {
    const { header, algorithm = 'sha256', encoding = 'hex', prefix = '' } = this.scheme;
    const { timestampHeader, clock = systemClock } = this.scheme;
    const timestamp = String(Math.floor(clock.dateMs() / 1000));
    const content = fillSignedContent(this.scheme.content, (part) => READ[part](call, timestamp));
    const signature = prefix + hmac(algorithm, this.keyFor(call), content).toString(encoding);
    const signed = withCredentialHeader(call, header, signature);
    return timestampHeader ? withCredentialHeader(signed, timestampHeader, timestamp) : signed;
  }

  /** Anybody could sign with an empty key. */
  private keyFor(call: OutboundCall): string {
    if (this.key) return this.key;
    const message = `${call.provider} ${call.operation} cannot be signed. Set ${this.scheme.secret.variable}.`;
    throw new NotConfiguredError(message, describe(call));
  }
}

const READ: Record<Part, (call: OutboundCall, timestamp: string) => string | Uint8Array> = {
  timestamp: (_call, timestamp) => timestamp,
  method: ({ method }) => method,
  path: ({ url }) => url.pathname,
  query: ({ url }) => url.search.slice(1),
  body: ({ body = '' }) => body,
  body_sha256: ({ body = '' }) => createHash('sha256').update(body).digest('hex'),
};

function contentOf({ timestampHeader, content: template }: HmacSignatureOptions): SignedContent<Part> {
  const text = template ?? (timestampHeader ? '{timestamp}.{body}' : '{body}');
  const content = parseSignedContent(text, PARTS);
  if (!content) {
    throw new TypeError(
      `A signature cannot cover "${text}". It has {timestamp}, {method}, {path}, {query}, {body}, {body_sha256} and text.`,
    );
  }
  if (covers(content, 'timestamp') !== (timestampHeader !== undefined)) {
    throw new TypeError(
      `A signature over "${text}" and timestampHeader do not fit: a time is both sent and signed.`,
    );
  }
  return content;
}
