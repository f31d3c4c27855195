import type { Contender, Target } from './contenders/contender.js';

/** Each is loaded only in its own process. */
export const CONTENDERS = {
  undici: () => import('./contenders/undici.js'),
  'retry-agent': () => import('./contenders/retry-agent.js'),
  usual: () => import('./contenders/usual.js'),
  got: () => import('./contenders/got.js'),
  stripe: () => import('./contenders/stripe.js'),
  hookline: () => import('./contenders/hookline.js'),
  'hookline-stripe': () => import('./contenders/hookline-stripe.js'),
} satisfies Record<string, () => Promise<{ open: (target: Target) => Contender }>>;

export type ContenderName = keyof typeof CONTENDERS;

/** As the tables name them. */
export const TITLES: Readonly<Record<ContenderName, string>> = {
  undici: 'undici alone',
  'retry-agent': 'undici’s RetryAgent',
  usual: 'HttpService + axios-retry + opossum',
  got: 'got',
  stripe: 'stripe-node alone',
  hookline: 'Hookline',
  'hookline-stripe': 'Hookline',
};
