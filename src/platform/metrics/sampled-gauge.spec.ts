import { describe, expect, it } from 'vitest';
import { createLogger } from '../logging/logger.js';
import { MetricsService } from './metrics.service.js';
import { alone, sampledGauge } from './sampled-gauge.js';

const logger = await createLogger({ level: 'silent', format: 'json' });

describe('A gauge that is read at a scrape', () => {
  it('is read once for several scrapes', async () => {
    const metrics = new MetricsService();
    let reads = 0;
    sampledGauge(metrics, logger, {
      name: 'waiting',
      help: 'Waiting.',
      read: async () => alone((reads += 1)),
    });
    for (const _ of [1, 2]) expect(await metrics.registry.metrics()).toContain('\nwaiting 1\n');
  });

  it('says so when it cannot be read, and does not take the others with it', async () => {
    const metrics = new MetricsService();
    const read = () => Promise.reject(new Error('the database is away'));
    sampledGauge(metrics, logger, { name: 'waiting', help: 'Waiting.', read });
    sampledGauge(metrics, logger, { name: 'accounts', help: 'Accounts.', labelNames: ['state'], read });
    sampledGauge(metrics, logger, {
      name: 'rooms',
      help: 'Rooms.',
      labelNames: ['floor'],
      read: async () => [{ labels: { floor: 'first' }, value: 7 }],
    });
    const text = await metrics.registry.metrics();
    expect(text).toContain('\nwaiting Nan\n');
    expect(text).not.toContain('accounts{');
    expect(text).toContain('rooms{floor="first"} 7\n');
  });
});
