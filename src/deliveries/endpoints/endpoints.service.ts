import { Injectable } from '@nestjs/common';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { ValidationError } from '../../contracts/errors.js';
import type { Endpoint, EndpointChanges, NewEndpoint } from '../../contracts/events.js';
import { AuditLog, type Actor, type Deed } from '../../platform/audit/audit-log.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { PING_TYPE } from '../events/event-type-names.js';
import { EndpointCheck } from './endpoint-check.js';
import { endpointChanges, newEndpoint } from './endpoint-fields.js';
import { EndpointRowLock } from './endpoint-row-lock.js';
import { toEndpoint, type EndpointRow } from './endpoint-row.js';
import { newSecret, openSecrets, rotated, sealHeaders, sealSecrets } from './endpoint-secrets.js';
import { changedFields, disabledByHand, updateOf } from './endpoint-update.js';
import { publishPing, publishTo } from './single-endpoint-event.js';
import { makeSureOfRoom } from './tenant-room.js';
import { TestEvents } from './test-events.js';

/** Which endpoints to list: those of which all that is given is true. */
export interface EndpointFilter {
  readonly tenant?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly paused?: boolean | undefined;
  /** Whether every attempt has failed lately. */
  readonly failing?: boolean | undefined;
  readonly unproved?: boolean | undefined;
}

/** An endpoint with its newest secret, which is told once. */
interface EndpointWithSecret {
  readonly endpoint: Endpoint;
  readonly secret: string;
}

/** The addresses that tenants get their events at. Every change is in the audit log. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly box: SealedBox,
    private readonly check: EndpointCheck,
    private readonly lock: EndpointRowLock,
    private readonly tests: TestEvents,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes an endpoint, and pings it.
   * @throws ValidationError that names each wrong field
   * @throws ApiError CONFLICT when the tenant has 1,000 endpoints already
   * @throws RateLimitError when too many URLs of the tenant were pinged that it has not proved
   */
  async create(wanted: NewEndpoint, actor: Actor): Promise<EndpointWithSecret> {
    const accepted = await this.check.accept('endpoints.create', newEndpoint, wanted);
    const { headers, secret = newSecret(), proveOwnership, enabled, ...settings } = accepted;
    const id = uuidv7();
    const row = await this.prisma.$transaction(async (tx) => {
      await makeSureOfRoom(settings.tenant, tx);
      const created = await tx.endpoint.create({
        data: {
          id,
          ...settings,
          ...(!enabled && disabledByHand(new Date())),
          ownership: proveOwnership ? 'unproved' : 'vouched',
          sealedSecrets: sealSecrets(this.box, id, [{ secret }]),
          sealedHeaders: sealHeaders(this.box, id, headers),
        },
      });
      await publishPing(created, tx);
      await this.note('endpoint.created', created, {}, actor, tx);
      return created;
    });
    return { endpoint: toEndpoint(row, this.box), secret };
  }

  /** `undefined` when there is none, or it is deleted. */
  async get(id: string): Promise<Endpoint | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.prisma.endpoint.findUnique({ where: { id, deletedAt: null } });
    return row ? toEndpoint(row, this.box) : undefined;
  }

  /** A page of endpoints, newest first. `after` is the id of the last one seen. */
  async list(filter: EndpointFilter, limit: number, after?: string): Promise<Endpoint[]> {
    const { tenant, enabled, paused, failing, unproved } = filter;
    const rows = await this.prisma.endpoint.findMany({
      where: {
        deletedAt: null,
        ...(tenant !== undefined && { tenant }),
        ...(enabled !== undefined && { enabled }),
        ...(paused !== undefined && { paused }),
        ...(failing !== undefined && { failingSince: failing ? { not: null } : null }),
        ...(unproved !== undefined && { ownership: unproved ? 'unproved' : { not: 'unproved' } }),
        ...(after !== undefined && { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map((row) => toEndpoint(row, this.box));
  }

  /**
   * Changes what is given; what is the same already is no change. At a new URL it is pinged, and has to prove anew that
   * it is its owner's, if it had to before. Headers take the place of all that were there; those that are set go to no new
   * URL unless they are given again.
   * @throws ValidationError that names each wrong field
   * @throws ApiError NOT_FOUND
   * @throws RateLimitError when too many URLs of the tenant were pinged that it has not proved
   */
  async update(id: string, changes: EndpointChanges, actor: Actor): Promise<Endpoint> {
    const accepted = await this.check.accept('endpoints.update', endpointChanges, changes);
    const row = await this.lock.hold(id, async (held, tx) => {
      const fields = changedFields(held, accepted);
      if (fields.length === 0) return held;
      const { headers, ...plain } = accepted;
      if (fields.includes('url') && !headers && held.sealedHeaders) throw headersWouldMove();
      const data = {
        ...updateOf(held, plain, new Date()),
        ...(headers && { sealedHeaders: sealHeaders(this.box, held.id, headers) }),
      };
      const updated = await tx.endpoint.update({ where: { id: held.id }, data });
      if (fields.includes('url')) await publishPing(updated, tx);
      await this.note('endpoint.updated', updated, { fields: fields.join(', ') }, actor, tx);
      return updated;
    });
    return toEndpoint(row, this.box);
  }

  /**
   * Deletes an endpoint with its secrets: nothing is sent to it any more. Its deliveries can be read until they are too
   * old.
   * @throws ApiError NOT_FOUND
   */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.lock.hold(id, async (held, tx) => {
      const now = new Date();
      await tx.endpoint.update({
        where: { id },
        data: {
          deletedAt: now,
          updatedAt: now,
          enabled: false,
          url: new URL(held.url).origin, // whoever knows the rest of some URLs may write to them
          sealedSecrets: new Uint8Array(),
          sealedHeaders: null,
          version: { increment: 1 },
        },
      });
      await this.note('endpoint.deleted', held, {}, actor, tx);
    });
  }

  /**
   * Gives an endpoint a new secret. Deliveries are signed with the one before, too, until `previousUntil`: a day from now.
   * @throws ApiError NOT_FOUND
   */
  async rotateSecret(id: string, actor: Actor): Promise<EndpointWithSecret & { previousUntil: Date }> {
    return this.lock.hold(id, async (held, tx) => {
      const now = new Date();
      const { secret, secrets, previousUntil } = rotated(openSecrets(this.box, held, now), now);
      const sealedSecrets = sealSecrets(this.box, held.id, secrets);
      const row = await tx.endpoint.update({
        where: { id: held.id },
        data: { sealedSecrets, version: { increment: 1 }, updatedAt: now },
      });
      await this.note('endpoint.secret_rotated', row, {}, actor, tx);
      return { endpoint: toEndpoint(row, this.box), secret, previousUntil };
    });
  }

  /**
   * Asks an endpoint whether it is there; an unproved one proves by its answer that it is its owner's.
   * @returns the event, whose delivery tells what has come of it
   * @throws ApiError NOT_FOUND; CONFLICT when it is disabled
   * @throws RateLimitError when too many URLs of the tenant were pinged that it has not proved
   */
  async ping(id: string, actor: Actor): Promise<{ eventId: string }> {
    return this.lock.hold(id, async (held, tx) => {
      refuseDisabled(held);
      await this.note('endpoint.tested', held, { type: PING_TYPE }, actor, tx);
      return { eventId: await publishPing(held, tx) };
    });
  }

  /**
   * Sends an endpoint an event that has not happened, whether it wants events of the type or not.
   * @param type one of the product's, with the catalogue's example where there is one. @default `hookline.test`
   * @returns the event, whose delivery tells what has come of it
   * @throws ValidationError for a type that cannot be
   * @throws ApiError NOT_FOUND; CONFLICT when it is disabled, or unproved
   */
  async sendTest(id: string, type: string | undefined, actor: Actor): Promise<{ eventId: string }> {
    const event = await this.tests.make(type);
    return this.lock.hold(id, async (held, tx) => {
      refuseDisabled(held);
      refuseUnproved(held);
      await this.note('endpoint.tested', held, { type: event.type }, actor, tx);
      return { eventId: await publishTo(held, event.type, event.data, tx) };
    });
  }

  private note(
    action: string,
    { id, tenant }: EndpointRow,
    details: Deed['details'],
    actor: Actor,
    tx: Transaction,
  ): Promise<void> {
    const deed = { actor, action, target: `endpoint:${id}`, details: { tenant, ...details } };
    return this.audit.note(deed, tx);
  }
}

/** Their values never come out; whoever may name a URL could else have them sent to a server of their own, and read them. */
function headersWouldMove(): ValidationError {
  const issue =
    'must be given again with a new URL, or as none: those that are set were meant for the URL before';
  const about = { provider: 'hookline', operation: 'endpoints.update' };
  return new ValidationError('The endpoint is not valid: see headers.', about, [{ field: 'headers', issue }]);
}

function refuseDisabled({ id, enabled }: EndpointRow): void {
  if (enabled) return;
  const message = `Endpoint ${id} is disabled, so that nothing is sent to it. Enable it first.`;
  throw new ApiError('CONFLICT', message);
}

function refuseUnproved({ id, ownership }: EndpointRow): void {
  if (ownership !== 'unproved') return;
  const message = `Endpoint ${id} gets nothing but pings until its answer to one has the ping's challenge. Ping it first.`;
  throw new ApiError('CONFLICT', message);
}
