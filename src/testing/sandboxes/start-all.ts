import { APIS, REFUSALS, STARTS, type SandboxName } from './providers.js';
import { SandboxFaults } from './sandbox-fault.js';
import { SandboxRequests } from './sandbox-requests.js';
import type { SandboxControls } from './sandbox-controls.js';

interface AllStarted {
  handles: Record<string, SandboxControls>;
  environment: Record<string, string>;
  pendingWebhooks(): boolean;
  stop(): Promise<void>;
}

/** Starts stand-ins side by side; all of them, or none. @param names @default every one there is */
export async function startAll(
  names: readonly SandboxName[] | undefined,
  hooklineUrl: string,
): Promise<AllStarted> {
  const wanted = names ?? namesOf(STARTS);
  const starts = await Promise.allSettled(wanted.map((name) => startOne(name, hooklineUrl)));
  const started = starts.filter((start) => start.status === 'fulfilled').map(({ value }) => value);
  const stop = async () => void (await Promise.all(started.map(({ sandbox }) => sandbox.close())));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    handles: Object.fromEntries(
      started.map(({ name, sandbox, controls }) => [name, { ...sandbox, ...controls }]),
    ),
    environment: Object.assign({}, ...started.map(({ sandbox }) => sandbox.environment)),
    pendingWebhooks: () =>
      started.some(({ sandbox }) => 'pendingDeliveries' in sandbox && sandbox.pendingDeliveries() > 0),
    stop,
  };
}

async function startOne(name: SandboxName, hooklineUrl: string) {
  const faults = new SandboxFaults(APIS[name], REFUSALS[name]);
  const requests = new SandboxRequests(APIS[name]);
  const sandbox = await STARTS[name]({
    hooklineUrl,
    observe: (server) => {
      requests.watch(server);
      faults.play(server);
    },
  });
  const controls: SandboxControls = {
    requests: requests.all,
    failNext: faults.add,
    clearFaults: faults.clear,
  };
  return { name, sandbox, controls };
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  const isName = (name: string): name is Name => Object.hasOwn(record, name);
  return Object.keys(record).filter(isName);
}
