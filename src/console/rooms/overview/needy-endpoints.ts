import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../platform/database/prisma.service.js';

/** Endpoints of each kind that are named. */
const NAMED = 5;

/** Endpoints that are looked at: the newest. */
const LOOK_AT = 5_000;

/** An endpoint that its owner, or somebody here, has to look at. */
export interface NeedyEndpoint {
  readonly id: string;
  readonly tenant: string;
  readonly url: string;
  /** `gone` and `failing` ones are disabled; `unwell` ones fail, and are tried on. */
  readonly state: 'gone' | 'failing' | 'unwell';
  /** Disabled, or failing, since then. */
  readonly since: Date;
}

/** Finds the endpoints that need somebody. */
@Injectable()
export class NeedyEndpoints {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Up to {@link NAMED} of each kind among the newest {@link LOOK_AT} endpoints: those that Hookline has disabled, the last
   * one first, and those at which every attempt fails, the one that has failed longest first.
   */
  read(): Promise<NeedyEndpoint[]> {
    return this.prisma.$queryRaw<NeedyEndpoint[]>`
      WITH newest AS MATERIALIZED (
        SELECT id, tenant, url, enabled, disabled_reason, disabled_at, failing_since FROM endpoints
        WHERE deleted_at IS NULL ORDER BY id DESC LIMIT ${LOOK_AT})
      (SELECT id, tenant, url, disabled_reason::text AS state, disabled_at AS since FROM newest
        WHERE NOT enabled AND disabled_reason IN ('gone', 'failing') ORDER BY disabled_at DESC LIMIT ${NAMED})
      UNION ALL
      (SELECT id, tenant, url, 'unwell', failing_since FROM newest
        WHERE enabled AND failing_since IS NOT NULL ORDER BY failing_since LIMIT ${NAMED})`;
  }
}
