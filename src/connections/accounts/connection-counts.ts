import type { ConnectionStatus } from '../../contracts/connections.js';
import type { PrismaService } from '../../platform/database/prisma.service.js';

/** How many connections a provider has in a state. */
export interface ConnectionCount {
  provider: string;
  status: ConnectionStatus;
  count: number;
}

/** How many connections each provider has in each state; states without any are left out. */
export async function countConnections(prisma: PrismaService): Promise<ConnectionCount[]> {
  const groups = await prisma.connection.groupBy({
    by: ['provider', 'status'],
    _count: true,
    orderBy: [{ provider: 'asc' }, { status: 'asc' }],
  });
  return groups.map(({ provider, status, _count: count }) => ({ provider, status, count }));
}
