import type { Target } from './contenders/contender.js';

/** The providers that this calling process was told of. */
export const targets = JSON.parse(process.env.TARGETS ?? '[]') as readonly Target[];

/** How providers are told to a calling process. */
export const tell = (told: readonly Target[]) => ({ TARGETS: JSON.stringify(told) });
