import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { openHeaders, openSecrets } from '../endpoints/endpoint-secrets.js';
import { signingKey, type SigningKey } from './signing-key.js';

/** What is known of endpoints at most, in this process. */
const MAX_KNOWN = 5_000;

/** An endpoint as it is sent to. */
export interface Receiver {
  readonly url: URL;
  /** The newest first. */
  readonly keys: readonly SigningKey[];
  /** Its own, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly plainSignature: boolean;
}

/** Opens what is sealed of an endpoint, and keeps it as long as nobody changes the endpoint. */
@Injectable()
export class Receivers {
  private readonly known = new LRUCache<string, Promise<Receiver | undefined>>({ max: MAX_KNOWN });

  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly box: SealedBox,
  ) {}

  /**
   * The endpoint as it was at a version; `undefined` when it has changed since: what was meant for one URL is not sent to
   * another, which may have to prove itself first.
   * @throws Error when it cannot be read: the database is away, or a key is missing from ENCRYPTION_KEYS
   */
  async get(endpointId: string, version: number): Promise<Receiver | undefined> {
    const key = `${endpointId}:${version}`;
    const known = this.known.get(key);
    if (known) return known;
    const loading = this.load(endpointId, version);
    this.known.set(key, loading);
    try {
      return await loading;
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  private async load(id: string, version: number): Promise<Receiver | undefined> {
    const row = await this.prisma.endpoint.findUnique({ where: { id } });
    if (row?.version !== version) return undefined;
    const headers = Object.entries(openHeaders(this.box, row));
    return {
      url: new URL(row.url),
      keys: openSecrets(this.box, row, new Date()).map(signingKey),
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      plainSignature: row.plainSignature,
    };
  }
}
