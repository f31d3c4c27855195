import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';
import { isHostOrNetwork, LOOPBACK } from './private-addresses.js';

const schema = z
  .object({
    NODE_ENV: z.string().optional(),
    ALLOW_PRIVATE_NETWORKS: list().refine((entries) => entries.every(isHostOrNetwork), {
      error: 'must be host names, addresses or CIDRs, such as 10.1.0.0/16,hooks.internal',
    }),
  })
  .transform((env): readonly string[] => {
    if (env.ALLOW_PRIVATE_NETWORKS.length > 0 || env.NODE_ENV === 'production')
      return env.ALLOW_PRIVATE_NETWORKS;
    return LOOPBACK;
  });

/**
 * What URLs that come from data (callbacks, endpoints) may reach inside private address space: nothing in production,
 * this machine itself elsewhere.
 */
export const privateNetworksConfig = defineConfig('privateNetworks', schema);
