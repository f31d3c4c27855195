import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { ConnectionCredential, ConnectionStatus } from '../../contracts/connections.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { accountOf, type ConnectionRow } from '../accounts/connection-row.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';
import { renewFrom } from '../refresh/refresh-schedule.js';
import { headersOf } from './kept-credential.js';
import { SealedCredentials } from './sealed-credentials.js';

/** How long a credential is believed to be what it was, in ms. */
const LIFE_MS = 5_000;
/** The same for a connection that cannot be used, which somebody may just be mending. */
const UNUSABLE_LIFE_MS = 1_000;
/** Connections remembered at once. */
const MAX_CONNECTIONS = 5_000;

/** What is no UUID is no connection, and need not be looked up. */
const isId = (id: string) => z.uuid().safeParse(id).success;

/** A connection that can be used. */
interface UsableConnection {
  readonly status: 'connected';
  readonly provider: string;
  readonly credential: ConnectionCredential;
  /** From when on it is to be renewed before it is used, by `Date.now()`; `Infinity` when there is no need to. */
  readonly renewFromMs: number;
  /** When it ends, by `Date.now()`; `Infinity` for one that does not. */
  readonly endsAtMs: number;
}

/** A connection that has lost its access. */
interface LostConnection {
  readonly status: Exclude<ConnectionStatus, 'connected'>;
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly lastError: string | null;
}

export type HeldConnection = UsableConnection | LostConnection;

/** The credentials of connections, opened, for a few seconds in this process. Those who ask at once share one read. */
@Injectable()
export class CredentialCache {
  private readonly reads = new LRUCache<string, Promise<HeldConnection | undefined>>({
    max: MAX_CONNECTIONS,
    ttl: LIFE_MS,
  });

  constructor(
    private readonly prisma: PrismaService,
    private readonly sealed: SealedCredentials,
    private readonly providers: ConnectableProviders,
  ) {}

  /**
   * What the database said of a connection in the last seconds; `undefined` when there is none.
   * @throws ConnectionNeedsReauthError when its credential cannot be opened
   */
  async get(id: string): Promise<HeldConnection | undefined> {
    return this.reads.get(id) ?? (isId(id) ? this.read(id) : undefined);
  }

  /** To be called whenever this process has changed a connection. */
  forget(id: string): void {
    this.reads.delete(id);
  }

  private read(id: string): Promise<HeldConnection | undefined> {
    const read = this.prisma.connection
      .findUnique({ where: { id } })
      .then((row) => (row ? this.toHeld(row) : undefined));
    this.reads.set(id, read);
    const isCurrent = () => this.reads.peek(id) === read;
    read.then(
      (held) => {
        const isUsable = held?.status === 'connected';
        if (!isUsable && isCurrent()) this.reads.set(id, read, { ttl: UNUSABLE_LIFE_MS });
      },
      () => {
        if (isCurrent()) this.reads.delete(id); // its error goes to those who wait for it
      },
    );
    return read;
  }

  private toHeld(row: ConnectionRow): HeldConnection {
    const { id, provider, label, lastError, expiresAt } = row;
    if (row.status !== 'connected') return { status: row.status, id, provider, label, lastError };
    const form = this.providers.find(provider)?.form;
    const kept = this.sealed.open(row, 'connections.credential');
    const endsAtMs = expiresAt?.getTime() ?? Infinity;
    return {
      status: row.status,
      provider,
      credential: {
        connectionId: id,
        provider,
        account: accountOf(row),
        version: row.credentialVersion,
        headers: headersOf(kept, form),
        expiresAt: expiresAt ?? undefined,
      },
      renewFromMs: row.refreshAt ? renewFrom(row).getTime() : endsAtMs,
      endsAtMs,
    };
  }
}
