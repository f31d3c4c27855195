import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AdminSession } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { csrfToken } from '../frame/csrf.guard.js';
import type { ConsoleSession } from '../frame/session.js';

/** A session ends so long after its sign-in, in ms, however much it is used. */
export const SESSION_MS = 7 * 24 * 3_600_000;
/** And so long after its last request, in ms. */
const IDLE_MS = 12 * 3_600_000;
/** `lastSeenAt` is exact to this, in ms, so that not every page is a write. */
const SEEN_MS = 60_000;

/** What browsers say about themselves is kept to so many characters. */
const USER_AGENT_LENGTH = 200;

/** The browser that signs in. */
export interface Browser {
  readonly address: string;
  readonly userAgent: string;
}

/** A session as its owner sees it in a list. */
export type ListedSession = Omit<AdminSession, 'tokenHash'>;

/** Who is signed in to the console. A token is 256 random bits; the database has only its SHA-256. */
@Injectable()
export class ConsoleSessions {
  constructor(private readonly prisma: PrismaService) {}

  /** Begins a session and gives its token, which is readable at this moment only. */
  async begin(adminId: string, { address, userAgent }: Browser): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = new Date();
    await this.prisma.adminSession.create({
      data: {
        tokenHash: sha256(token),
        adminId,
        address,
        userAgent: userAgent.slice(0, USER_AGENT_LENGTH),
        expiresAt: new Date(now.getTime() + SESSION_MS),
      },
    });
    await this.prisma.admin.update({ where: { id: adminId }, data: { lastSignInAt: now } });
    return token;
  }

  /** The living session behind a token; `undefined` when it is unknown, over, revoked, or its admin disabled. */
  async find(token: string, address: string): Promise<ConsoleSession | undefined> {
    const row = await this.prisma.adminSession.findUnique({
      where: { tokenHash: sha256(token), ...living() },
      include: { admin: true },
    });
    if (!row || row.admin.disabledAt) return undefined;
    await this.noteSeen(row);
    const { id: adminId, email, role } = row.admin;
    const actor = { kind: 'admin', id: adminId, name: email, address } as const;
    return { id: row.id, adminId, email, role, csrfToken: csrfToken(token), actor };
  }

  /** The living sessions of an admin, the one last seen first. */
  list(adminId: string): Promise<ListedSession[]> {
    return this.prisma.adminSession.findMany({
      where: { adminId, ...living() },
      omit: { tokenHash: true },
      orderBy: { lastSeenAt: 'desc' },
    });
  }

  /** Ends one of an admin's sessions at once. `false` when they have none of that id. */
  async end(adminId: string, id: string): Promise<boolean> {
    const { count } = await this.prisma.adminSession.deleteMany({ where: { adminId, id } });
    return count === 1;
  }

  /** Ends the session of a token, if there is one. */
  async endByToken(token: string): Promise<void> {
    await this.prisma.adminSession.deleteMany({ where: { tokenHash: sha256(token) } });
  }

  /** Ends all sessions of an admin but one, where one is named. */
  async endAll(adminId: string, exceptId?: string): Promise<void> {
    await this.prisma.adminSession.deleteMany({
      where: { adminId, ...(exceptId && { id: { not: exceptId } }) },
    });
  }

  private async noteSeen({ tokenHash, lastSeenAt }: AdminSession): Promise<void> {
    const now = Date.now();
    if (now - lastSeenAt.getTime() < SEEN_MS) return;
    // `updateMany`: the session may have been ended in the meantime, which is no fault.
    await this.prisma.adminSession.updateMany({ where: { tokenHash }, data: { lastSeenAt: new Date(now) } });
  }
}

function living() {
  const now = Date.now();
  return { expiresAt: { gt: new Date(now) }, lastSeenAt: { gt: new Date(now - IDLE_MS) } };
}

function sha256(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
