import type { X509Certificate } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { OverloadedError } from '../../../contracts/errors.js';
import { InvalidSignatureError } from '../../../contracts/webhooks.js';
import { runInCallScope } from '../../../outbound/call-scope.js';
import { Operation } from '../../../outbound/operation.js';
import { InjectRoad } from '../../../outbound/outbound.module.js';
import type { RoadLike } from '../../../outbound/mounts/road-like.js';
import { isLoopback } from '../../../platform/config/values.js';
import {
  readCertificate,
  signingKey,
  UntrustedCertificateError,
  type SigningKey,
} from './certificate-chain.js';
import { paypalConfig, type PayPalConfig } from '../paypal.config.js';
import { refusalOf } from '../paypal.errors.js';

/** PayPal signs with one or two certificates at a time, each for months. */
const MAX_KEPT = 16;

/** The addresses come from requests that nobody has verified yet, so few are looked up at once. */
const MAX_DOWNLOADS = 4;

/** How long an address that leads to no certificate of PayPal's is not asked again, in ms. */
const REFUSED_FOR_MS = 60_000;

/** In ms, over all attempts: the sender waits meanwhile. */
const TIMEOUT_MS = 5_000;

/** A chain of PEM has a few KiB; in bytes. */
const MAX_BYTES = 65_536;

/** Statuses that are about the address. All others are about PayPal, or about the way there. */
const NOT_THERE = new Set([400, 404, 410]);

const PATH = '/v1/notifications/certs/:id';

/** The certificates that PayPal signs webhooks with. */
@Injectable()
export class PayPalCertificates {
  private readonly kept = new LRUCache<string, SigningKey>({ max: MAX_KEPT });
  private readonly refused = new LRUCache<string, string>({ max: 1_000, ttl: REFUSED_FOR_MS });
  private readonly downloads = new Map<string, Promise<SigningKey>>();

  constructor(
    @Inject(paypalConfig.token) private readonly config: PayPalConfig,
    @InjectRoad('paypal') private readonly road: RoadLike,
  ) {}

  /**
   * The key of the certificate at an address that a request names. Downloaded once, then kept until it expires.
   * @throws InvalidSignatureError `malformed` for an address that is not PayPal's; `mismatch` when what is there is not
   *   PayPal's certificate; `stale` when it was not valid at that moment
   * @throws IntegrationError when it cannot be fetched now, which says nothing about the request
   */
  async keyAt(address: string, moment: Date): Promise<SigningKey['key']> {
    const url = this.pinned(address);
    const { key, validFrom, validTo } = this.kept.get(url.href) ?? (await this.downloadOnce(url));
    if (moment >= validFrom && moment <= validTo) return key;
    const period = `${validFrom.toISOString()} to ${validTo.toISOString()}`;
    throw new InvalidSignatureError('stale', `PayPal's certificate is valid from ${period}, and not now.`);
  }

  /** `https://api.paypal.com/v1/notifications/certs/CERT-360caa42-…`, and nothing that only looks like it. */
  private pinned(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
    const isCertificate = url && /^\/v1\/notifications\/certs\/[\w-]{1,128}$/.test(url.pathname);
    if (url && isPlain && isCertificate && (isPayPal(url) || this.isOwnLoopback(url))) return url;
    throw new InvalidSignatureError('malformed', 'The PAYPAL-CERT-URL header is not an address of PayPal.');
  }

  /** A stand-in for PayPal on this machine, where PAYPAL_API_BASE_URL says that there is one. */
  private isOwnLoopback({ origin, hostname }: URL): boolean {
    return isLoopback(hostname) && origin === new URL(this.config.baseUrl).origin;
  }

  private downloadOnce(url: URL): Promise<SigningKey> {
    const { href } = url;
    const refusal = this.refused.get(href);
    if (refusal) throw new InvalidSignatureError('mismatch', refusal);
    const running = this.downloads.get(href);
    if (running) return running;
    if (this.downloads.size >= MAX_DOWNLOADS) throw overloaded();
    const download = this.download(url).finally(() => this.downloads.delete(href));
    this.downloads.set(href, download);
    return download;
  }

  private async download(url: URL): Promise<SigningKey> {
    try {
      const bytes = await this.fetch(url, PATH);
      if (!bytes) throw new UntrustedCertificateError('is not there');
      const signing = await signingKey(bytes.toString('latin1'), (certificate) => this.issuerOf(certificate));
      this.kept.set(url.href, signing, { ttl: msUntil(signing.validTo) });
      return signing;
    } catch (error) {
      if (!(error instanceof UntrustedCertificateError)) throw error;
      const message = `The certificate at ${url.href} ${error.message}.`;
      this.refused.set(url.href, message);
      throw new InvalidSignatureError('mismatch', message, { cause: error });
    }
  }

  /**
   * Fetched from where the certificate says that its issuer's is to be had (RFC 5280, 4.2.2.1), as browsers do. PayPal's
   * published sample stands alone. By https, which the authorities speak, too: plain http does not leave this machine.
   */
  private async issuerOf({ infoAccess }: X509Certificate): Promise<X509Certificate | undefined> {
    const [, address = ''] = /^CA Issuers - URI:(\S+)$/m.exec(infoAccess ?? '') ?? [];
    if (!URL.canParse(address)) return undefined;
    const url = new URL(address);
    if (!isLoopback(url.hostname)) url.protocol = 'https:';
    const bytes = await this.fetch(url, '/:issuer');
    return bytes && readCertificate(bytes);
  }

  /** What is at an address; `undefined` when nothing fitting is. @throws IntegrationError when that cannot be told */
  private fetch(url: URL, endpoint: string): Promise<Buffer | undefined> {
    const { provider } = this.road;
    const about = { provider, operation: 'certificates.get' };
    return Operation.run({ ...about, defaultTimeoutMs: TIMEOUT_MS }, {}, async (operation) => {
      const { status, body, ...rest } = await runInCallScope(operation.scope(endpoint), () =>
        // From data: no credential goes to another host than that of the API, and nothing to a private network.
        this.road.send({ method: 'GET', url, headers: {}, untrusted: true }),
      );
      if (status === 200) return body.length <= MAX_BYTES ? body : undefined;
      if (NOT_THERE.has(status)) return undefined;
      throw refusalOf({ status, body, ...rest }, about);
    });
  }
}

/** At least 1: no time to live would mean for ever. */
function msUntil(moment: Date): number {
  return Math.max(1, moment.getTime() - Date.now());
}

function isPayPal({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && /^([a-z0-9-]+\.)*paypal\.com$/.test(hostname);
}

function overloaded(): OverloadedError {
  const message =
    'Webhooks name more certificates of PayPal than are looked up at once. They will be sent again.';
  return new OverloadedError(message, { provider: 'paypal', operation: 'certificates.get' });
}
