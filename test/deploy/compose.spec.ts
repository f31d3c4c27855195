import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import '../../src/app.module.js';
import { checkEnvironment, declaredSections } from '../../src/platform/config/config-section.js';
import { exists, read } from './manifests.js';

/** docker-compose.yml, as far as it can be told without a Docker engine. */

const service = z.strictObject({
  profiles: z.array(z.literal('observability')).optional(),
  build: z.literal('.').optional(),
  image: z
    .string()
    .regex(/^[\w./-]+:v?\d[\w.]*$/, { error: 'has a version' })
    .optional(),
  ports: z
    .array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, { error: 'listens on this machine only' }))
    .default([]),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).default({}),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
    })
    .optional(),
  stop_grace_period: z.string().optional(),
  restart: z.literal('unless-stopped'),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
});
const { services, volumes } = z
  .strictObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(read('docker-compose.yml')));

describe('docker-compose.yml', () => {
  it('starts what has to be there, and the rest when it is asked for', () => {
    const withProfile = Object.entries(services).filter(([, { profiles }]) => profiles);
    expect(withProfile.map(([name]) => name)).toEqual(['prometheus', 'grafana', 'jaeger']);
    const always = Object.keys(services).filter((name) => !services[name]?.profiles);
    expect(always).toEqual(['hookline', 'postgres', 'redis']);
    for (const { depends_on: needed } of Object.values(services)) {
      for (const name of Object.keys(needed)) expect(services[name]?.healthcheck).toBeDefined();
    }
  });

  it('mounts what there is', () => {
    for (const mount of Object.values(services).flatMap((each) => each.volumes)) {
      const [source = ''] = mount.split(':');
      expect([mount, source.startsWith('./') ? exists(source) : source in volumes]).toEqual([mount, true]);
    }
  });

  it('gives Hookline variables that it knows and takes', () => {
    const environment = services.hookline?.environment ?? {};
    const known = new Set(declaredSections().flatMap(({ variables }) => variables));
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    const filledIn = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
      ]),
    );
    const ENCRYPTION_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
    expect(() => checkEnvironment({ ...filledIn, ENCRYPTION_KEYS })).not.toThrow();
  });

  it('publishes no port twice', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports.map((port) => port.split(':')[1]));
    expect(published).toEqual([...new Set(published)]);
  });
});

describe('The image', () => {
  const dockerfile = read('Dockerfile');

  it('is made of files that the build is given', () => {
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    expect(ignored).toEqual(expect.arrayContaining(['.env*', '.git', 'node_modules', 'dist']));
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const [, script = ''] = /npm run --silent (\S+)$/m.exec(dockerfile) ?? [];
    expect(scripts[script]).toContain('scripts/bundle-service.mjs');
    expect(ignored).not.toContain('scripts');
  });
});
