import { startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { answer } from '../../answers.js';
import { REHEARSAL, SCENARIOS } from './scenarios.js';

/** One contender's providers, one for each scenario, each on a port of its own. */
const servers = new Map<string, FaultServer>();
for (const scenario of [REHEARSAL, ...SCENARIOS]) {
  servers.set(scenario.name, await startFaultServer({ answer: scenario.answer() }));
}

/** What a provider has seen. */
export interface Seen {
  requests: number;
  keys: number;
  operations: number;
}

export const answers = answer({
  urls: () => Object.fromEntries([...servers].map(([name, { url }]) => [name, url])),
  /** Ends the provider of a scenario: nothing is counted any more. */
  close: async (name: string): Promise<Seen> => {
    const server = servers.get(name);
    if (!server) throw new Error(`There is no scenario called ${name}.`);
    const seen = { requests: server.requests.length, keys: server.keys.size, operations: server.operations };
    await server.close();
    return seen;
  },
});
