import type { INestApplicationContext } from '@nestjs/common';
import type { Environment } from '../platform/config/config-section.js';

/** Where everything is found. */
export type House = Pick<INestApplicationContext, 'get' | 'close'>;

/** Builds the whole house of an environment and starts nothing in it: no queue, no schedule, no migration. */
export type BuildHouse = (environment: Environment) => Promise<House>;
