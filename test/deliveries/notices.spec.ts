import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { EndpointNews } from '../../src/contracts/events.js';
import { sealSecrets } from '../../src/deliveries/endpoints/endpoint-secrets.js';
import { EndpointDisabling } from '../../src/deliveries/notices/endpoint-disabling.js';
import { OnEndpoint } from '../../src/deliveries/notices/on-endpoint.js';
import type { Prisma } from '../../src/platform/database/generated/client.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';

/** A product's class that wants to know. */
@Injectable()
class Support {
  readonly heard: EndpointNews[] = [];
  /** The endpoint whose news it cannot take the first time. */
  stumblesOver: string | undefined;
  readonly refused: EndpointNews[] = [];

  @OnEndpoint('disabled')
  async writeToCustomer(news: EndpointNews): Promise<void> {
    if (news.endpoint.id === this.stumblesOver && this.refused.length === 0) {
      this.refused.push(news);
      throw new Error('The mail server is away.');
    }
    this.heard.push(news);
  }

  of(endpointId: string): EndpointNews[] {
    return this.heard.filter(({ endpoint }) => endpoint.id === endpointId);
  }
}

@Module({ providers: [Support] })
class SupportModule {}

let hookline: TestHookline;
let prisma: PrismaService;
let disabling: EndpointDisabling;
let support: Support;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [SupportModule] });
  prisma = hookline.app.get(PrismaService, { strict: false });
  disabling = hookline.app.get(EndpointDisabling, { strict: false });
  support = hookline.app.get(Support, { strict: false });
});
afterAll(() => hookline?.close());

async function makeEndpoint(wish: Partial<Prisma.EndpointCreateInput> = {}): Promise<string> {
  const id = uuidv7();
  const box = hookline.app.get(SealedBox, { strict: false });
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const sealedSecrets = sealSecrets(box, id, [{ secret }]);
  await prisma.endpoint.create({
    data: { id, tenant: 'acme', url: 'https://acme.example/webhooks', sealedSecrets, ...wish },
  });
  return id;
}

/** An endpoint as something was sent to it before anybody changed it. */
const asCreated = (endpointId: string) => ({ endpointId, endpointVersion: 1 });

async function counted(reason: string): Promise<number> {
  const { body } = await request(`${hookline.url}/metrics`, 'GET');
  return Number(
    new RegExp(`endpoints_disabled_total\\{reason="${reason}"\\} (\\d+)`).exec(String(body))?.[1] ?? 0,
  );
}

describe('An endpoint that is gone', () => {
  it('is disabled once, however many workers find out, and everybody is told once', async () => {
    const id = await makeEndpoint({ failingSince: new Date() });
    const before = await counted('gone');
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => disabling.disable(asCreated(id), 'gone', 'It answered 410.')),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await prisma.endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
      disabledAt: expect.any(Date),
      version: 2,
    });
    const [news] = await eventually('the product hears of it', () =>
      support.of(id).length > 0 ? support.of(id) : undefined,
    );
    expect(news).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      reason: 'gone',
      occurredAt: expect.any(Date),
      endpoint: {
        id,
        tenant: 'acme',
        url: 'https://acme.example/webhooks',
        enabled: false,
        disabledReason: 'gone',
      },
    });
    expect(support.of(id)).toHaveLength(1);
    expect(await prisma.auditEntry.findMany({ where: { target: `endpoint:${id}` } })).toMatchObject([
      {
        action: 'endpoint.disabled',
        actorKind: 'system',
        details: { reason: 'gone', why: 'It answered 410.', tenant: 'acme' },
      },
    ]);
    expect(await counted('gone')).toBe(before + 1);
  });

  it('is told of again, under the same id, when the product could not listen', async () => {
    const id = await makeEndpoint();
    support.stumblesOver = id;
    await disabling.disable(asCreated(id), 'gone', 'It answered 410.');
    const [news] = await eventually('the second try', () =>
      support.of(id).length > 0 ? support.of(id) : undefined,
    );
    expect(support.refused.map((first) => first.id)).toEqual([news?.id]);
  });

  it('is left as it is when somebody has disabled or deleted it before', async () => {
    const disabled = await makeEndpoint({
      enabled: false,
      disabledReason: 'by_hand',
      disabledAt: new Date(),
    });
    const deleted = await makeEndpoint({ deletedAt: new Date() });
    expect(await disabling.disable(asCreated(disabled), 'gone', 'It answered 410.')).toBe(false);
    expect(await disabling.disable(asCreated(deleted), 'gone', 'It answered 410.')).toBe(false);
    expect(await disabling.disable(asCreated(uuidv7()), 'gone', 'It answered 410.')).toBe(false);
    expect(await prisma.endpoint.findUniqueOrThrow({ where: { id: disabled } })).toMatchObject({
      disabledReason: 'by_hand',
      version: 1,
    });
    expect(await prisma.auditEntry.count({ where: { target: `endpoint:${disabled}` } })).toBe(0);
  });
});

describe('An endpoint that has failed for days', () => {
  it('is disabled as failing, but not when it has answered a moment ago', async () => {
    const failing = await makeEndpoint({ failingSince: new Date(Date.now() - 6 * 86_400_000) });
    const mended = await makeEndpoint({ failingSince: null });
    const why = 'Every attempt has failed since Monday.';
    expect(await disabling.disable(asCreated(failing), 'failing', why)).toBe(true);
    expect(await disabling.disable(asCreated(mended), 'failing', why)).toBe(false);
    const [news] = await eventually('the product hears of it', () =>
      support.of(failing).length > 0 ? support.of(failing) : undefined,
    );
    expect(news?.reason).toBe('failing');
    expect(await prisma.endpoint.findUniqueOrThrow({ where: { id: mended } })).toMatchObject({
      enabled: true,
    });
  });
});

it('belongs on a method', () => {
  const onProperty = () => OnEndpoint('disabled')({}, 'x', { value: undefined });
  expect(onProperty).toThrow('@OnEndpoint() belongs on a method.');
});
