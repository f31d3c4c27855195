import type { ExtendedPrismaClient } from './scene-types.js';
