import { freePort } from '../free-port.js';
import { webhookSecrets } from '../webhooks/webhook-secrets.js';
import type { SandboxName, Started } from './providers.js';
import type { SandboxControls } from './sandbox-controls.js';
import type { SandboxFault } from './sandbox-fault.js';

/** A running stand-in. */
export type TestSandbox<Name extends SandboxName> = Omit<
  Started[Name],
  keyof SandboxControls | 'close' | 'environment'
> &
  SandboxControls;

/** Running stand-ins, each under the name of its provider. */
export type TestSandboxes<Name extends SandboxName = SandboxName> = {
  readonly [Each in Name]: TestSandbox<Each>;
} & {
  /**
   * The variables to hand to Hookline: where the stand-ins are, their credentials and webhook secrets, and `PORT` and
   * `PUBLIC_URL`, at which they expect it.
   */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a stand-in has a webhook that Hookline has not taken yet. */
  pendingWebhooks(): boolean;
  /** Stops them all. */
  stop(): Promise<void>;
};

export interface SandboxOptions<Name extends SandboxName> {
  /** @default all of them */
  providers?: readonly Name[];
  /** What goes wrong from the beginning. */
  faults?: Readonly<Partial<Record<NoInfer<Name>, readonly SandboxFault[]>>>;
  /** Where Hookline will listen on this machine. @default any free port */
  hooklinePort?: number;
}

/**
 * Starts stand-ins for providers in this process: with state, in memory, on free ports of the loopback address. Hand their
 * `environment` to Hookline; stop them after it.
 */
export async function startSandboxes<Name extends SandboxName = SandboxName>(
  options: SandboxOptions<Name> = {},
): Promise<TestSandboxes<Name>> {
  // Not before they are wanted: whoever only signs webhooks does not wait for them.
  const { startAll } = await import('./start-all.js');
  const port = options.hooklinePort ?? (await freePort());
  const { handles, environment, stop, pendingWebhooks } = await startAll(
    options.providers,
    `http://127.0.0.1:${port}`,
  );
  for (const [name, faults] of Object.entries<readonly SandboxFault[] | undefined>(options.faults ?? {})) {
    for (const fault of faults ?? []) handles[name]?.failNext(fault);
  }
  const running = {
    ...handles,
    environment: {
      ...webhookSecrets(),
      ...environment,
      SANDBOX: 'off',
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
    },
    pendingWebhooks,
    stop,
  };
  // Each handle was made under its own name.
  return running as unknown as TestSandboxes<Name>;
}
