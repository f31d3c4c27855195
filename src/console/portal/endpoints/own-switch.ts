import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Endpoint } from '../../../contracts/events.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ApiError } from '../../../platform/http/api-error.js';
import type { PortalSession } from '../frame/portal-session.js';

/** Changes of an endpoint that are looked through at most for the one that disabled it. */
const LOOK_BACK = 100;

const changed = z.object({ fields: z.string() });

/** Whose word counts when an endpoint was disabled by hand: the product's more than the tenant's. */
@Injectable()
export class OwnSwitch {
  constructor(private readonly audit: AuditLog) {}

  /** @throws ApiError FORBIDDEN when it was not somebody of the tenant, as far as the audit log knows, who disabled it */
  async refuseIfDisabledByOthers({ actor }: PortalSession, endpoint: Endpoint): Promise<void> {
    if (endpoint.disabledReason !== 'by_hand') return;
    const filter = { target: `endpoint:${endpoint.id}`, action: 'endpoint.updated' };
    const changes = await this.audit.list(filter, LOOK_BACK);
    const disabling = changes.find(({ details }) =>
      changed.safeParse(details).data?.fields.split(', ').includes('enabled'),
    );
    if (disabling?.actorKind === actor.kind && disabling.actor === actor.name) return;
    throw new ApiError(
      'FORBIDDEN',
      'This endpoint was not disabled on these pages. Ask whoever runs the product to enable it again.',
    );
  }
}
