import { afterEach, expect, it } from 'vitest';
import { HttpService } from '@nestjs/axios';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { firstValueFrom, timeout } from 'rxjs';
import { eventually } from '../../../test/support/eventually.js';
import { faults, startFaultServer } from '../../../test/support/fault-server.js';
import { openRoad } from '../../../test/support/open-road.js';
import { createLogger } from '../../platform/logging/logger.js';
import { roadToken } from '../outbound.module.js';
import { OutboundHttpModule } from './outbound-http.module.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A Nest application whose `HttpService` is on the road to a provider. */
async function startApplication() {
  const provider = await startFaultServer({
    answer: ({ path }, attempt) => {
      if (path === '/hang') return faults.hang();
      return attempt < 3 ? faults.status(503) : faults.ok({ rate: 1.08 });
    },
  });
  const log: unknown[] = [];
  const destination = { write: (line: string) => void log.push(JSON.parse(line)) };
  const logger = await createLogger({ level: 'info', format: 'json', destination });
  const { road, transport } = openRoad({ logger, policy: { writes: { by: 'none' } } });
  const { url } = provider;

  @Module({ providers: [{ provide: roadToken('acme'), useValue: road }], exports: [roadToken('acme')] })
  class AcmeRoadModule {}

  @Injectable()
  class RatesService {
    constructor(private readonly http: HttpService) {}

    async rate(currency: string): Promise<number> {
      const answer = this.http.get<{ rate: number }>('/v1/rates', { params: { currency } });
      return (await firstValueFrom(answer)).data.rate;
    }
  }

  @Module({
    imports: [
      OutboundHttpModule.register({
        provider: 'acme',
        imports: [AcmeRoadModule],
        http: { baseURL: url },
      }),
    ],
    providers: [RatesService],
  })
  class RatesModule {}

  const app = await Test.createTestingModule({ imports: [RatesModule] }).compile();
  cleanups.push(
    () => provider.close(),
    () => transport.close(),
    () => app.close(),
  );
  return { rates: app.get(RatesService), http: app.get(HttpService, { strict: false }), provider, log };
}

it('puts an injected HttpService on the road', async () => {
  const { rates, provider, log } = await startApplication();
  expect(await rates.rate('EUR')).toBe(1.08);
  expect(provider.requests.map(({ path }) => path)).toEqual(Array(3).fill('/v1/rates?currency=EUR'));
  expect(log).toMatchObject([
    { provider: 'acme', operation: 'http.get', endpoint: '/v1/rates', status_code: 200, retry_count: 2 },
  ]);
});

it('ends a call whose observer goes away', async () => {
  const { http, provider } = await startApplication();
  const call = firstValueFrom(http.get('/hang').pipe(timeout(200)));
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(provider.requests).toHaveLength(1);
  await eventually('the socket to close', () => provider.openSockets() === 0 || undefined);
});
