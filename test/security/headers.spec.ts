import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { isApi, pathOf, registeredRoutes } from './registered-routes.js';
import { rawRequest } from './raw-request.js';

/** A product's own, in the same application. */
@Controller('own')
class ProductController {
  @Get()
  show() {
    return { own: true };
  }
}

const ID = '0198f0f0-0000-7000-8000-000000000000';

let hookline: TestHookline;
beforeAll(async () => {
  class ProductModule {}
  const imports = [{ module: ProductModule, controllers: [ProductController] }];
  hookline = await startTestHookline({ imports });
});
afterAll(() => hookline?.close());

describe('The headers against misuse by browsers', () => {
  it('come with every answer of every route, refusals too', async () => {
    const missing: string[] = [];
    for (const route of registeredRoutes(hookline).filter(({ path }) => path !== '/own')) {
      const { headers } = await rawRequest(hookline.url, route.method, pathOf(route, ID));
      const policy = String(headers['content-security-policy']);
      const right =
        policy.includes("default-src 'none'") &&
        policy.includes("frame-ancestors 'none'") &&
        !policy.includes('unsafe') &&
        headers['x-content-type-options'] === 'nosniff' &&
        headers['x-frame-options'] === 'DENY' &&
        /^(no-referrer|same-origin)$/.test(String(headers['referrer-policy'])) &&
        headers['cross-origin-resource-policy'] === 'same-origin' &&
        String(headers['permissions-policy']).includes('camera=()') &&
        headers['strict-transport-security'] === undefined &&
        route.path.startsWith('/connect') !== (headers['cross-origin-opener-policy'] === 'same-origin');
      if (!right) missing.push(`${route.method} ${route.path}`);
      if (isApi(route) && policy.includes('self')) missing.push(`${route.path} may load something`);
    }
    expect(missing).toEqual([]);
  });

  it('come with what nobody has, and with bodies that cannot be read', async () => {
    const nobody = await rawRequest(hookline.url, 'GET', '/nobody');
    expect([nobody.status, nobody.headers['x-content-type-options']]).toEqual([404, 'nosniff']);
    const key = await hookline.createKey('admin');
    const broken = await rawRequest(
      hookline.url,
      'POST',
      '/v1/endpoints',
      ['Content-Type', 'application/json', 'Authorization', `Bearer ${key}`],
      '{',
    );
    expect([broken.status, broken.headers['x-content-type-options']]).toEqual([400, 'nosniff']);
  });

  it('hold browsers to https where the public address is https', async () => {
    const secure = await startTestHookline({ environment: { PUBLIC_URL: 'https://hooks.example.com' } });
    try {
      const { headers } = await rawRequest(secure.url, 'GET', '/health/live');
      expect(headers['strict-transport-security']).toBe('max-age=15552000');
    } finally {
      await secure.close();
    }
  });

  it('do not come with a product’s own routes', async () => {
    const { status, headers } = await rawRequest(hookline.url, 'GET', '/own');
    expect(status).toBe(200);
    for (const name of [
      'content-security-policy',
      'x-frame-options',
      'permissions-policy',
      'referrer-policy',
    ])
      expect(headers[name]).toBeUndefined();
  });
});
