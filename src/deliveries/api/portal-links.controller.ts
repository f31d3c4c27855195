import { Body, Post } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { PortalLinks } from '../portal/portal-links.js';
import { endpointRoutes } from './endpoints.answers.js';
import { portalLinkBody, type PortalLinkBody } from './portal-links.schemas.js';

/** Links to the portal over HTTP. */
@ApiController('v1/portal-links')
export class PortalLinksController {
  constructor(private readonly links: PortalLinks) {}

  /** The address is answered here and nowhere else. */
  @Post()
  @Answers(endpointRoutes.createPortalLink)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async create(@Body({ schema: portalLinkBody }) body: PortalLinkBody, @Caller() actor: Actor) {
    const { tenant, expires_in: expiresInSeconds } = body;
    const { url, expiresAt } = await this.links.create({ tenant, expiresInSeconds }, actor);
    return { url, tenant, expires_at: expiresAt };
  }
}
