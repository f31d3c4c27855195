import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../config/platform.config.js';
import { PrismaService } from '../database/prisma.service.js';
import { ApiError } from '../http/api-error.js';
import type { ListedAdmin } from './admins.service.js';

/** How long a link that one admin hands to another lives, in ms. */
const LINK_MS = 15 * 60_000;
/** How long the one lives that is printed at a start in development, in ms. */
export const START_LINK_MS = 3_600_000;

/** Links that sign an admin in, once. A token is 256 random bits; the database has only its SHA-256. */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  /**
   * Makes a link and gives its URL, which is readable at this moment only.
   * @param livesMs how long it lives, in ms @default 15 minutes
   * @throws ApiError CONFLICT when the admin is disabled
   */
  async create(
    { id, email, disabledAt }: Pick<ListedAdmin, 'id' | 'email' | 'disabledAt'>,
    actor: Actor,
    livesMs = LINK_MS,
  ): Promise<string> {
    if (disabledAt) throw new ApiError('CONFLICT', `${email} is disabled. Enable them in the console first.`);
    const token = randomBytes(32).toString('base64url');
    await this.prisma.$transaction(async (tx) => {
      const expiresAt = new Date(Date.now() + livesMs);
      await tx.signInLink.create({ data: { tokenHash: sha256(token), adminId: id, expiresAt } });
      await this.audit.note(
        { actor, action: 'admin.link_created', target: `admin:${id}`, details: { email } },
        tx,
      );
    });
    const url = new URL(`${this.config.publicUrl}/console/sign-in/link`);
    url.searchParams.set('token', token);
    return url.href;
  }

  /** Uses a link up: the admin it signs in, or `undefined` when it is unknown, over or used, or they are disabled. */
  async use(token: string): Promise<{ id: string; email: string } | undefined> {
    // One statement, so that of two at once only one finds it unused.
    const [used] = await this.prisma.signInLink.updateManyAndReturn({
      where: { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: new Date() } },
      data: { usedAt: new Date() },
      select: { admin: { select: { id: true, email: true, disabledAt: true } } },
    });
    return used?.admin.disabledAt ? undefined : used?.admin;
  }
}

function sha256(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
