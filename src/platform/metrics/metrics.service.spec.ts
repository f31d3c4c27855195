import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Counter } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { MetricsService } from './metrics.service.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('The metrics of an application', () => {
  it("have Node's own among them, and nothing of another application in the process", async () => {
    const [first, second] = [new MetricsService(), new MetricsService()];
    new Counter({ name: 'calls_total', help: 'Calls.', registers: [first.registry] }).inc();
    const [ofFirst, ofSecond] = await Promise.all([first.registry.metrics(), second.registry.metrics()]);
    for (const text of [ofFirst, ofSecond]) {
      expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
      expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    }
    expect(ofFirst).toContain('calls_total 1');
    expect(ofSecond).not.toContain('calls_total');
  });

  it('are gone with it', async () => {
    const gone = new WeakRef(new MetricsService().registry);
    await turn();
    collectGarbage();
    expect(gone.deref()).toBeUndefined();
  });
});
