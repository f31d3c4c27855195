/** A path that never answers. */
export const DEAD_PATH = '/dead';

/** The number of the endpoint that is dead: none of the healthy ones has it. */
export const DEAD = 0;

/**
 * Where an endpoint is. Each has a loopback address of its own (on Linux there are 16 million), as customers have servers of
 * their own: a connection to one is of no use to another.
 */
export function addressOf(endpoint: number, port: number): string {
  const path = endpoint === DEAD ? DEAD_PATH : '/hooks';
  return `http://127.1.${endpoint >> 8}.${endpoint & 255}:${port}${path}`;
}

/** Each endpoint belongs to a tenant of its own, so that an event makes one delivery. */
export function tenantOf(endpoint: number): string {
  return `tenant-${endpoint}`;
}
