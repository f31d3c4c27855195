import type { EndpointOwnership } from '../../contracts/events.js';
import type { PrismaClient } from '../../platform/database/generated/client.js';
import { ApiError } from '../../platform/http/api-error.js';
import { endpointNotFound } from '../endpoints/endpoint-row.js';

/** What has to be known of an endpoint before something is sent to it again. */
export interface EnabledEndpoint {
  readonly tenant: string;
  readonly ownership: EndpointOwnership;
}

/**
 * The endpoint, if anything can be sent to it again.
 * @throws ApiError NOT_FOUND where there is none, or it was deleted; CONFLICT where it is disabled
 */
export async function enabledEndpoint(
  prisma: Pick<PrismaClient, 'endpoint'>,
  id: string,
): Promise<EnabledEndpoint> {
  const endpoint = await prisma.endpoint.findUnique({
    where: { id, deletedAt: null },
    select: { tenant: true, ownership: true, enabled: true },
  });
  if (!endpoint) throw endpointNotFound(id);
  if (endpoint.enabled) return endpoint;
  throw new ApiError(
    'CONFLICT',
    `The endpoint ${id} is disabled. Enable it first, by PATCH /v1/endpoints/${id} with {"enabled": true} or in the ` +
      `console.`,
  );
}
