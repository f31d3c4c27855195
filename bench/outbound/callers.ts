import { randomBytes } from 'node:crypto';
import { Child } from '../child.js';
import type { BenchDatabase } from '../database.js';
import type { Workspace } from '../workspace.js';
import type { answers as hooklineAnswers } from './hookline-caller.js';
import type { answers as providerAnswers } from './provider.js';
import type { answers as stripeAnswers } from './stripe-caller.js';
import type { answers as undiciAnswers } from './undici-caller.js';

export type Callers = Awaited<ReturnType<typeof startCallers>>;

/** The provider and those who call it, each in a process of its own. */
export async function startCallers(workspace: Workspace, database: BenchDatabase) {
  const script = (name: string) => new URL(name, import.meta.url);
  const provider = await Child.start<typeof providerAnswers>(workspace, script('provider.ts'));
  const PROVIDER_URL = await provider.ask('url');
  const undici = await Child.start<typeof undiciAnswers>(workspace, script('undici-caller.ts'), {
    PROVIDER_URL,
  });
  const stripe = await Child.start<typeof stripeAnswers>(workspace, script('stripe-caller.ts'), {
    PROVIDER_URL,
  });
  const hookline = await Child.start<typeof hooklineAnswers>(workspace, script('hookline-caller.ts'), {
    NODE_ENV: 'production',
    ROLE: 'web',
    PUBLIC_URL: 'http://localhost',
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_API_BASE_URL: PROVIDER_URL,
    LOG_LEVEL: 'info',
  });
  const stop = async () => {
    for (const child of [hookline, stripe, undici, provider]) await child.stop();
  };
  return { provider, undici, stripe, hookline, stop };
}
