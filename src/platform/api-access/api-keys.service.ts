import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../database/prisma.service.js';
import type { Scope } from './scopes.js';

/** A key as it is listed: everything but the key. */
export interface ApiKey {
  id: string;
  name: string;
  /** Its first characters, to recognise it by. */
  prefix: string;
  scopes: readonly string[];
  /** Whether it lets anybody in at this moment, and if not, why not. */
  state: 'active' | 'expired' | 'revoked';
  createdAt: Date;
  /** From then on it is refused; `undefined`: it does not end by itself. */
  expiresAt: Date | undefined;
  /** To the minute. */
  lastUsedAt: Date | undefined;
  revokedAt: Date | undefined;
}

/** Characters of a key that stay readable: `hl_` and four more. */
const PREFIX_LENGTH = 7;

const LISTED = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

/**
 * The keys of the HTTP API. A key is 256 random bits, so an unsalted SHA-256 of it can neither be guessed nor reversed.
 * Keys are found by that digest, never compared character by character: how long the look-up takes says something about
 * a digest at the most, and nobody can choose a key by its digest.
 */
@Injectable()
export class ApiKeysService {
  constructor(private readonly prisma: PrismaService) {}

  /** Makes a key. This is the only moment at which `key` can be read. */
  async create(
    name: string,
    scopes: readonly Scope[],
    { expiresAt }: { expiresAt?: Date | undefined } = {},
  ): Promise<ApiKey & { key: string }> {
    const key = `hl_${randomBytes(32).toString('base64url')}`;
    const created = await this.prisma.apiKey.create({
      data: {
        name,
        prefix: key.slice(0, PREFIX_LENGTH),
        hash: hash(key),
        scopes: [...scopes],
        expiresAt: expiresAt ?? null,
      },
      select: LISTED,
    });
    return { ...listed(created), key };
  }

  /** All keys, the ended ones too, newest first. */
  async list(): Promise<ApiKey[]> {
    const keys = await this.prisma.apiKey.findMany({ select: LISTED, orderBy: { id: 'desc' } });
    return keys.map(listed);
  }

  /** Ends a key at once, for good. `false` when there is no such key or it was revoked already. */
  async revoke(id: string): Promise<boolean> {
    const { count } = await this.prisma.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    return count === 1;
  }

  /** The key behind a bearer token, whatever its state; `undefined` when it is unknown. */
  async find(key: string): Promise<ApiKey | undefined> {
    const found = await this.prisma.apiKey.findUnique({ where: { hash: hash(key) }, select: LISTED });
    return found ? listed(found) : undefined;
  }
}

function hash(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(key).digest());
}

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

function listed(row: KeyRow): ApiKey {
  return {
    ...row,
    state: stateOf(row),
    expiresAt: row.expiresAt ?? undefined,
    lastUsedAt: row.lastUsedAt ?? undefined,
    revokedAt: row.revokedAt ?? undefined,
  };
}

function stateOf({ expiresAt, revokedAt }: KeyRow): ApiKey['state'] {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt.getTime() <= Date.now() ? 'expired' : 'active';
}
