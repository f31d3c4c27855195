import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { issueCertificate, trust } from '../../../test/support/certificates.js';
import { commandLine } from '../../../test/support/command-line.js';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { bearer } from '../../apis/auth/bearer.js';
import { defineApi, runtimeToken } from '../../apis/define-api.js';
import { get, post } from '../../apis/rest/methods.js';
import { variable } from '../../apis/variable.js';
import type { ProviderHealth } from '../../contracts/health.js';
import { roadToken } from '../../outbound/outbound.module.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { ApiFacet, HealthFacet } from '../../platform/facets/facets.js';

let server: FaultServer;
let answer: (path: string) => Fault;
beforeEach(async () => {
  answer = () => faults.ok();
  server = await startFaultServer({ answer: ({ path }) => answer(path) });
});
afterEach(() => server.close());

describe('hookline check-api URL', () => {
  it('shows status, latency and what is left of the limit', async () => {
    const headers = {
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '58',
      'x-ratelimit-reset': '12',
    };
    answer = () => faults.ok({}, headers);
    const url = `${server.url}/health?token=hunter2`;
    const { code, output, errors } = await commandLine(['check-api', url]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output.split('\n')).toEqual([
      expect.stringMatching(/^CHECK +RESULT {2}STATUS {2}LATENCY {2}RATE LIMIT +CERTIFICATE$/),
      expect.stringMatching(/\/health {2}ok {6}200 {5}\d+ ms +58 of 60 left, anew in 12 s$/),
      '',
    ]);
    expect(output).not.toContain('hunter2');
    expect(server.requests).toMatchObject([{ method: 'GET', path: '/health?token=hunter2' }]);
    const json = await commandLine(['check-api', '--base-url', url, '--json']);
    expect(JSON.parse(json.output)).toEqual([
      {
        check: `GET ${server.url}/health`,
        ok: true,
        problem: null,
        status: 200,
        latency_ms: expect.any(Number),
        rate_limit: { limit: 60, remaining: 58, reset_in_ms: 12_000 },
        certificate: null,
      },
    ]);
  });

  it.each<[string, () => Fault, RegExp]>([
    ['a refusal', () => faults.status(503), /failed {2}503[^]*It answered HTTP 503\./],
    ['no answer', () => faults.resetBefore(), /failed[^]*closed the connection without an answer/],
    ['a way elsewhere', () => faults.redirect('https://example.com/'), /failed {2}302[^]*leads elsewhere/],
  ])('fails for %s, which is asked for once', async (_name, fault, expected) => {
    answer = fault;
    const { code, output, errors } = await commandLine(['check-api', server.url]);
    expect(output).toMatch(expected);
    expect({ code, errors }).toEqual({ code: 1, errors: '1 of 1 checks failed.\n' });
    expect(server.requests).toHaveLength(1);
  });

  it('shows how long the certificate is good, and that one has expired', async () => {
    const authority = await issueCertificate({ name: 'Acme\u001b[31m authority', isAuthority: true });
    const forget = trust(authority);
    for (const [days, code, shown] of [
      [5.5, 0, 'ok      204     .* 5 days left, by Acme \\[31m authority'],
      [-0.5, 1, 'failed          .* expired, by Acme [^]*could not be reached \\(certificate has expired\\)'],
    ] as const) {
      const certificate = await issueCertificate({
        name: 'localhost',
        issuer: authority,
        keyType: 'ec',
        validFrom: new Date(Date.now() - 86_400_000),
        validTo: new Date(Date.now() + days * 86_400_000),
      });
      const key = certificate.privateKey.export({ type: 'pkcs8', format: 'pem' });
      const https = createServer({ key, cert: certificate.pem }, (_request, response) => {
        response.writeHead(204).end();
      });
      await once(https.listen(0, 'localhost'), 'listening');
      const url = `https://localhost:${(https.address() as AddressInfo).port}`;
      const checked = await commandLine(['check-api', url]);
      expect(checked.output).toMatch(new RegExp(shown));
      expect(checked.code).toBe(code);
      const json = await commandLine(['check-api', url, '--json']);
      expect(JSON.parse(json.output)).toMatchObject([{ certificate: { days_left: Math.floor(days) } }]);
      https.close();
    }
    forget();
  });

  it.each([
    [[]],
    [['http://api.acme.example/hunter2']],
    [['ftp://localhost/hunter2']],
    [['https://me:hunter2@api.acme.example']],
    [['Not a name, hunter2']],
    [['acme', '--base-url', 'https://api.acme.example/hunter2']],
  ])('%j is wrong usage, and not quoted', async (args) => {
    const { code, output, errors } = await commandLine(['check-api', ...args]);
    expect({ code, output }).toEqual({ code: 64, output: '' });
    expect(errors).toMatch(/^error: /);
    expect(errors).not.toContain('hunter2');
  });
});

describe('hookline check-api NAME', () => {
  class Acme extends defineApi({
    name: 'acme',
    auth: bearer({ token: variable('ACME_TOKEN') }),
    version: { name: 'v2', path: '/v2' },
    operations: {
      things: { list: get('/things', {}), get: get('/things/:id', {}), create: post('/things', {}) },
      status: get('/status', {}),
    },
  }) {}

  /** As much of a house as has the API in it. */
  async function house(variables: Record<string, string>) {
    const { road, runtime, close } = await openApi(Acme, server.url, { variables });
    class AcmeHealth implements ProviderHealth {
      readonly configured = true;
      readonly variables = ['ACME_TOKEN'];
      async probe() {
        await runtime.api.call('health.probe', { method: 'GET', path: '/ping', answer: z.unknown() }, {});
      }
    }
    const token = runtimeToken(Acme.api);
    ApiFacet(token)(Acme);
    HealthFacet('acme')(AcmeHealth);
    @Module({
      imports: [DiscoveryModule],
      providers: [
        FacetRegistry,
        { provide: token, useValue: runtime },
        { provide: roadToken('acme'), useValue: road },
        Acme,
        AcmeHealth,
      ],
    })
    class House {}
    const app = await Test.createTestingModule({ imports: [House] }).compile();
    return { openApplication: async () => ({ app, migrated: [], close }) };
  }

  it('tries the health probe and each operation that is safe', async () => {
    answer = (path) =>
      path === '/v2/status' ? faults.status(404) : faults.ok({}, { 'x-ratelimit-remaining': '7' });
    const runtime = await house({ ACME_TOKEN: 'hunter2' });
    const { code, output, errors } = await commandLine(['check-api', 'acme'], runtime);
    expect(output.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^health +ok {6}200 {5}\d+ ms +7 left$/),
      expect.stringMatching(/^things\.list \(v2\) {2}ok {6}200 {5}\d+ ms +7 left$/),
      expect.stringMatching(/^status \(v2\) +failed {2}404 {5}\d+ ms$/),
      '',
      'status (v2): acme refused status: HTTP 404.',
      '',
    ]);
    expect({ code, errors }).toEqual({ code: 1, errors: '1 of 3 checks failed.\n' });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v2/ping',
      'GET /v2/things',
      'GET /v2/status',
    ]);
  });

  it('says which variable is missing, and which names there are', async () => {
    const unset = await commandLine(['check-api', 'acme', '--json'], await house({}));
    expect(unset.code).toBe(1);
    expect(JSON.parse(unset.output)).toContainEqual(
      expect.objectContaining({
        ok: false,
        status: null,
        problem: expect.stringContaining('Set ACME_TOKEN.'),
      }),
    );
    expect(server.requests).toHaveLength(0);
    expect(await commandLine(['check-api', 'acne'], await house({}))).toEqual({
      code: 1,
      output: '',
      errors: 'Nothing of acne can be tried here. There are: acme.\n',
    });
  });

  it('says that an API has nothing that can be tried by itself', async () => {
    class Shop extends defineApi({
      name: 'shop',
      auth: bearer({ token: variable('SHOP_TOKEN') }),
      operations: { get: get('/things/:id', {}), create: post('/things', {}) },
    }) {}
    const { runtime, close } = await openApi(Shop, server.url, { variables: { SHOP_TOKEN: 'hunter2' } });
    const token = runtimeToken(Shop.api);
    ApiFacet(token)(Shop);
    const providers = [FacetRegistry, { provide: token, useValue: runtime }, Shop];
    const app = await Test.createTestingModule({ imports: [DiscoveryModule], providers }).compile();
    const openApplication = async () => ({ app, migrated: [], close });
    const { code, errors } = await commandLine(['check-api', 'shop'], { openApplication });
    expect({ code, errors }).toEqual({
      code: 1,
      errors: expect.stringContaining('each of its operations writes, or needs input'),
    });
  });
});
