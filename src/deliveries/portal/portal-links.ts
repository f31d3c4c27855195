import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { PortalTokens } from './portal-tokens.js';

/** A link that is wanted. */
export interface NewPortalLink {
  /** Whose endpoints it opens. */
  readonly tenant: string;
  /** Five minutes to seven days. */
  readonly expiresInSeconds: number;
}

/** An address for the tenant's own people: whoever has it looks after the tenant's endpoints. */
export interface PortalLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Links with which a product's customers look after their own endpoints. */
@Injectable()
export class PortalLinks {
  constructor(
    private readonly tokens: PortalTokens,
    private readonly audit: AuditLog,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  /** Signs a link, which works as often as it is opened, until it expires. */
  async create({ tenant, expiresInSeconds }: NewPortalLink, actor: Actor): Promise<PortalLink> {
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + expiresInSeconds) * 1000);
    const token = await this.tokens.sign('portal_link', { tenant, expiresAt });
    const details = { tenant, expires_at: expiresAt.toISOString() };
    await this.audit.note({ actor, action: 'portal_link.created', details });
    return { url: `${this.config.publicUrl}${linkPath(token)}`, expiresAt };
  }
}

/** Where a link of this token is opened. */
function linkPath(token: string): string {
  return `/portal/enter?${new URLSearchParams({ token }).toString()}`;
}
