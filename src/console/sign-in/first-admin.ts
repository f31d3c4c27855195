import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AdminsService } from '../../platform/admins/admins.service.js';
import { isPassword } from '../../platform/admins/password.js';
import { START_LINK_MS, SignInLinks } from '../../platform/admins/sign-in-links.js';
import { SYSTEM } from '../../platform/audit/audit-log.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { adminConfig, type AdminConfig } from './admin.config.js';

const DEVELOPMENT_EMAIL = 'admin@localhost';

/** Somebody has to be the first to sign in. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    @Inject(adminConfig.token) private readonly config: AdminConfig,
    private readonly prisma: PrismaService,
    private readonly admins: AdminsService,
    private readonly links: SignInLinks,
  ) {}

  /**
   * Makes the admin of the environment, or makes what there is of them what the environment says: an admin, not
   * disabled, with that password. Every replica does so at its start, and only the first finds anything to do.
   */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config) return;
    const { email, password } = this.config;
    const { id } = await this.admins.ensure(email, SYSTEM);
    const { passwordHash } = await this.prisma.admin.findUniqueOrThrow({ where: { id } });
    if (await isPassword(password, passwordHash)) return;
    await this.admins.setPassword(id, password, SYSTEM);
  }

  /** A link for the start of a development, as long as nobody has a password; `undefined` from then on. */
  async startLink(): Promise<string | undefined> {
    if (await this.prisma.admin.count({ where: { passwordHash: { not: null } } })) return undefined;
    const admin = await this.admins.ensure(DEVELOPMENT_EMAIL, SYSTEM);
    return this.links.create(admin, SYSTEM, START_LINK_MS);
  }
}
