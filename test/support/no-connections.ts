import type { CallOptions } from '../../src/contracts/calls.js';
import type { Authorization } from '../../src/outbound/authorization/authorization.js';

/** A house in which no account is connected: every call is made as the environment's own account. */
export const noConnections = {
  actingFor: async (_provider: string, options: CallOptions): Promise<CallOptions> => options,
  forProvider: (_provider: string, own?: Authorization): Authorization =>
    own ?? { authorize: async (call) => call },
  get: async (): Promise<undefined> => undefined,
  credential: async (id: string): Promise<never> => {
    throw new Error(`There is no connection ${id}.`);
  },
};
