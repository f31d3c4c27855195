import { answer, processorTimeMs } from '../answers.js';
import { CONTENDERS, type ContenderName } from './contenders.js';
import type { Contender } from './contenders/contender.js';
import { endure, type Endurance } from './faults/endure.js';
import { resources } from './soak/resources.js';
import { callEach, callFor } from './speed/calls.js';
import { targets } from './targets.js';

/** One contender in a process of its own, with a client for each provider that it was told of. */
const { open } = await CONTENDERS[process.env.CONTENDER as ContenderName]();
const clients = new Map(targets.map((target) => [target.name, open(target)]));

function client(target: string): Contender {
  const found = clients.get(target);
  if (!found) throw new Error(`This process was not told of a provider called ${target}.`);
  return found;
}

/** Which call is made again and again, and what it has to give back. */
export interface Repeated {
  target: string;
  call: keyof Contender;
  /** The id to read, or the name to give. */
  argument: string;
  durationMs: number;
}

export const answers = answer({
  callFor: ({ target, call, argument, durationMs }: Repeated) =>
    callFor(durationMs, async () => {
      const got = await client(target)[call](argument);
      if (got !== argument) throw new Error(`Asked for ${argument}, the answer was about ${got}.`);
    }),
  /** Reads the things with these numbers, each at a path of its own. */
  readEach: ({ target, from, to }: { target: string; from: number; to: number }) =>
    callEach(from, to, async (number) => void (await client(target).read(String(number)))),
  endure: ({ target, ...endurance }: Endurance & { target: string }) => endure(client(target), endurance),
  resources,
  timeMs: processorTimeMs,
});
