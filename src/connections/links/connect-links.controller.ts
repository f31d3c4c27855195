import { Body, Post } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { ConnectLinks } from './connect-links.js';
import { connectLinkBody, type ConnectLinkBody } from './connect-links.schemas.js';
import { connectionRoutes } from '../api/connections.answers.js';

/** Connect links over HTTP. */
@ApiController('v1/connect-links')
export class ConnectLinksController {
  constructor(private readonly links: ConnectLinks) {}

  /** The address is answered here and nowhere else. */
  @Post()
  @Answers(connectionRoutes.createLink)
  @RequiresScope('connections:write')
  @Idempotent({ required: false })
  async create(@Body({ schema: connectLinkBody }) body: ConnectLinkBody, @Caller() actor: Actor) {
    const { provider, tenant, scopes, connection_id, return_to, expires_in } = body;
    const { link, url } = await this.links.create(
      {
        provider,
        tenant,
        scopes,
        connectionId: connection_id,
        returnTo: return_to,
        expiresInSeconds: expires_in,
      },
      actor,
    );
    return { id: link.id, url, provider, tenant, expires_at: link.expiresAt };
  }
}
