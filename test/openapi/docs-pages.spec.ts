import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../browser/chromium.js';
import { PageReview } from '../browser/page-review.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { DescribedApi } from './described-api.js';

const chromium = findChromium();
let hookline: TestHookline;
let browser: Browser | undefined;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { PUBLIC_URL: 'https://hookline.example.com' } });
});
afterAll(async () => {
  await browser?.close();
  await hookline?.close();
});

const get = (path: string) => request(`${hookline.url}${path}`, 'GET');

describe('The description of the API', () => {
  it('is there for everybody, with the address of the service', async () => {
    const { status, body } = await get('/openapi.json');
    expect(status).toBe(200);
    expect(body.servers).toEqual([{ url: 'https://hookline.example.com' }]);
  });

  it('is sent once to who keeps it', async () => {
    const { headers } = await get('/openapi.json');
    const known = { 'If-None-Match': headers.get('ETag') ?? '' };
    const again = await fetch(`${hookline.url}/openapi.json`, { headers: known });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is to be read at /docs: every operation, with a line to try', async () => {
    const index = await get('/docs');
    const groups = [...String(index.body).matchAll(/<h2[^>]*><a href="(\/docs\/api\/[^"#]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    const pages = await Promise.all(groups.map(async (path) => String((await get(path)).body)));
    const shown = pages.flatMap((page) => [...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id));
    expect(new Set(shown)).toEqual(new Set((await DescribedApi.read()).operations.keys()));
    expect(new Set(shown).size).toBe(shown.length);
    for (const page of pages) expect(page).not.toMatch(/undefined|\[object|NaN/);
    expect(pages[0]).toContain('curl -X POST &#39;https://hookline.example.com/v1/payments&#39;');
    expect((await get('/docs/api/nothing')).status).toBe(404);
  });
});

describe.skipIf(!chromium)('Its pages in a browser', () => {
  it('keep nobody out, in light, in dark, and on a phone', async () => {
    browser = await launchChromium(chromium ?? '');
    const page = await browser.newPage();
    const review = await PageReview.of('docs', page, hookline.url);
    expect(await review.faultsOf({ index: '/docs', payments: '/docs/api/payments' })).toEqual([]);
  });
});
