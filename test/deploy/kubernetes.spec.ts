import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkEnvironment, declaredSections } from '../../src/platform/config/config-section.js';
import { shutdownConfig } from '../../src/platform/context/shutdown.config.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { registeredRoutes } from '../security/registered-routes.js';
import { complaintsAbout } from './known-fields.js';
import { kustomize, objectsOf, read, type Manifest } from './manifests.js';

/** What is in deploy/kubernetes: valid, whole, and of one mind with itself and with Hookline. */

const FOLDER = 'deploy/kubernetes';
const base = kustomize(`${FOLDER}/base`);
const example = kustomize(`${FOLDER}/overlays/example`);
const [secret] = objectsOf(`${FOLDER}/base/secret.example.yaml`);

const labels = z.record(z.string(), z.string());
const probe = z.looseObject({ httpGet: z.strictObject({ path: z.string(), port: z.string() }) });
const container = z.looseObject({
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  envFrom: z.array(
    z.looseObject({
      configMapRef: z.strictObject({ name: z.string() }).optional(),
      secretRef: z.strictObject({ name: z.string() }).optional(),
    }),
  ),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.number() })).default([]),
  startupProbe: probe.optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
});
const workload = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    selector: z.strictObject({ matchLabels: labels }).optional(),
    template: z.looseObject({
      metadata: z.looseObject({ labels }),
      spec: z.looseObject({
        serviceAccountName: z.string(),
        terminationGracePeriodSeconds: z.number().optional(),
        containers: z.array(container).length(1),
      }),
    }),
  }),
});

const ofKind = (kind: string, { objects } = base) => objects.filter((object) => object.kind === kind);
const workloads = [...ofKind('Deployment'), ...ofKind('Job')].map((object) => workload.parse(object));
const deployments = workloads.filter(({ kind }) => kind === 'Deployment');
const containerOf = ({ spec }: (typeof workloads)[number]) =>
  container.parse(spec.template.spec.containers[0]);

function selects(selector: Record<string, string>, of = workloads) {
  return of.filter(({ spec }) =>
    Object.entries(selector).every(([name, value]) => spec.template.metadata.labels[name] === value),
  );
}

/** Everything that a container of ours gets. */
function environmentOf(configMap: Record<string, string> | undefined, ROLE = 'all'): Record<string, string> {
  return { ...configMap, ...z.object({ stringData: labels }).parse(secret).stringData, ROLE };
}

let hookline: TestHookline;
beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } });
});
afterAll(() => hookline?.close());

describe('The manifests', () => {
  const all = [...base.objects, ...example.objects, ...(secret ? [secret] : [])];

  it.each(all.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    '%s is what Kubernetes takes',
    (_name, object) => {
      const model = { ...core, ...apps, ...batch, ...autoscaling, ...networking, ...policy }[
        z
          .enum([
            'ConfigMap',
            'Deployment',
            'HorizontalPodAutoscaler',
            'Ingress',
            'Job',
            'Namespace',
            'NetworkPolicy',
            'PodDisruptionBudget',
            'Secret',
            'Service',
            'ServiceAccount',
          ])
          .parse(object.kind)
      ];
      expect(model.apiVersion).toBe(object.apiVersion);
      expect(() => validate(model, object)).not.toThrow();
    },
  );

  it('have no field that Kubernetes would drop', () => {
    const misspelt = JSON.parse(
      JSON.stringify(ofKind('Deployment')[0]).replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem'),
    );
    const complaints = complaintsAbout([...all, misspelt]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('readOnlyRootFileSystem');
  });

  it('have each object once', () => {
    const names = example.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('The pods', () => {
  it('may do nothing but what Hookline does', () => {
    expect(workloads).toHaveLength(3);
    for (const { spec } of workloads) {
      expect(spec.template.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(spec.template.spec.containers[0]).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: {
          requests: { cpu: expect.any(String), memory: expect.any(String) },
          limits: { memory: expect.any(String) },
        },
      });
      expect(ofKind('ServiceAccount').map(({ metadata }) => metadata.name)).toContain(
        spec.template.spec.serviceAccountName,
      );
    }
    expect(read('Dockerfile')).toContain('USER 65532:65532');
  });

  it('run what the image has', () => {
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(read('Dockerfile')) ?? [];
    expect(deployments.map((each) => containerOf(each).command)).toEqual([
      JSON.parse(command),
      JSON.parse(command),
    ]);
    expect(containerOf(workload.parse(ofKind('Job')[0])).command).toEqual([
      'node',
      'service/main.js',
      'migrate',
    ]);
  });

  it('get variables that Hookline knows, and takes, in every role', () => {
    const known = new Set(declaredSections().flatMap(({ variables }) => variables));
    for (const { configMaps } of [base, example]) {
      for (const each of workloads) {
        const { env, envFrom } = containerOf(each);
        const configMap = configMaps.get(envFrom.find((from) => from.configMapRef)?.configMapRef?.name ?? '');
        expect(envFrom.find((from) => from.secretRef)?.secretRef?.name).toBe(secret?.metadata.name);
        const role = env.find(({ name }) => name === 'ROLE')?.value;
        const environment = environmentOf(configMap, role);
        expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
        const ENCRYPTION_KEYS = `k1:${Buffer.alloc(32).toString('base64')}`;
        expect(() =>
          checkEnvironment({ ...environment, ENCRYPTION_KEYS, STRIPE_SECRET_KEY: '' }),
        ).not.toThrow();
      }
    }
  });

  it('are asked at paths that answer, on the port that Hookline listens on', async () => {
    for (const each of deployments) {
      const { ports, startupProbe, readinessProbe, livenessProbe } = containerOf(each);
      expect(ports).toEqual([{ name: 'http', containerPort: 3000 }]);
      const probes = [startupProbe, readinessProbe, livenessProbe].map((one) => probe.parse(one).httpGet);
      expect(probes.map(({ path }) => path)).toEqual(['/health/live', '/health/ready', '/health/live']);
      for (const { path, port } of probes) {
        expect(port).toBe('http');
        expect((await request(`${hookline.url}${path}`, 'GET')).status).toBe(200);
      }
    }
  });

  it('have the time that a shutdown takes', () => {
    const command = read('src/cli/commands/start.command.ts');
    const [within, afterDelay] = ['CLOSE_WITHIN_MS', 'AFTER_DELAY_MS'].map((name) =>
      Number(new RegExp(`${name} = ([\\d_]+);`).exec(command)?.[1]?.replaceAll('_', '')),
    );
    const { delayMs } = shutdownConfig.read({ ...base.configMaps.get('hookline') });
    const neededMs = Math.max(Number(within), delayMs + Number(afterDelay));
    expect(neededMs).toBeGreaterThan(5_000);
    for (const { spec } of deployments) {
      expect(Number(spec.template.spec.terminationGracePeriodSeconds) * 1_000).toBeGreaterThan(neededMs);
    }
  });
});

describe('What stands around the pods', () => {
  it('selects them: deployments, services, budgets, policies', () => {
    for (const each of deployments) expect(selects(each.spec.selector?.matchLabels ?? {})).toEqual([each]);
    const selector = z.looseObject({ spec: z.looseObject({ selector: labels }) });
    for (const service of ofKind('Service'))
      expect(selects(selector.parse(service).spec.selector)).toHaveLength(1);
    const budget = z.looseObject({
      spec: z.looseObject({ selector: z.strictObject({ matchLabels: labels }) }),
    });
    for (const each of ofKind('PodDisruptionBudget')) {
      expect(selects(budget.parse(each).spec.selector.matchLabels, deployments)).toHaveLength(1);
    }
    const network = z.looseObject({
      spec: z.looseObject({ podSelector: z.looseObject({ matchLabels: labels }) }),
    });
    for (const each of ofKind('NetworkPolicy')) {
      expect(selects(network.parse(each).spec.podSelector.matchLabels).length).toBeGreaterThan(0);
    }
    const denied = ofKind('NetworkPolicy').filter(({ spec }) => Object.keys(spec ?? {}).length === 2);
    expect(denied.map((each) => selects(network.parse(each).spec.podSelector.matchLabels))).toEqual([
      workloads,
    ]);
  });

  it('scales what is there, by numbers that the adapter makes of metrics that there are', async () => {
    const scaler = z.looseObject({
      spec: z.looseObject({
        scaleTargetRef: z.looseObject({ name: z.string() }),
        metrics: z.array(
          z.looseObject({
            external: z.looseObject({ metric: z.strictObject({ name: z.string() }) }).optional(),
          }),
        ),
      }),
    });
    const adapter = z
      .object({
        rules: z.object({
          external: z.array(
            z.looseObject({
              seriesQuery: z.string(),
              metricsQuery: z.string(),
              name: z.object({ as: z.string() }),
            }),
          ),
        }),
      })
      .parse(parse(read(`${FOLDER}/prometheus-adapter/values.yaml`))).rules.external;
    const metrics = (await request(`${hookline.url}/metrics`, 'GET')).body;
    for (const { seriesQuery, metricsQuery } of adapter) {
      for (const [name] of `${seriesQuery} ${metricsQuery}`.matchAll(/\b(webhook|delivery)_\w+/g)) {
        expect(metrics).toContain(`# HELP ${name} `);
      }
    }
    const wanted = ofKind('HorizontalPodAutoscaler').flatMap((each) => {
      const { scaleTargetRef, metrics: scaledBy } = scaler.parse(each).spec;
      expect(deployments.map(({ metadata }) => metadata.name)).toContain(scaleTargetRef.name);
      return scaledBy.flatMap(({ external }) => external?.metric.name ?? []);
    });
    expect(wanted.toSorted()).toEqual(adapter.map(({ name }) => name.as).toSorted());
  });

  it('lets in every path that is for others, and none that is not', () => {
    const ingress = z
      .looseObject({
        spec: z.looseObject({
          rules: z.array(
            z.looseObject({
              http: z.object({
                paths: z.array(
                  z.object({
                    path: z.string(),
                    pathType: z.string(),
                    backend: z.object({
                      service: z.object({ name: z.string(), port: z.object({ name: z.string() }) }),
                    }),
                  }),
                ),
              }),
            }),
          ),
        }),
      })
      .parse(ofKind('Ingress')[0]);
    const paths = ingress.spec.rules.flatMap(({ http }) => http.paths);
    for (const { backend } of paths) {
      const service = ofKind('Service').find(({ metadata }) => metadata.name === backend.service.name);
      expect(service).toMatchObject({
        spec: { ports: [{ name: backend.service.port.name, targetPort: 'http' }] },
      });
    }
    const routes = registeredRoutes(hookline).map(({ path }) => path);
    expect(routes.length).toBeGreaterThan(50);
    const isLetIn = (route: string) =>
      paths.some(({ path }) => route === path || route.startsWith(`${path}/`));
    const inside = routes.filter((route) => !isLetIn(route));
    expect(inside.filter((route) => !/^\/(health|metrics)\b/.test(route))).toEqual([]);
    expect(isLetIn('/metrics') || isLetIn('/health')).toBe(false);
  });
});

/** A class of kubernetes-models, whose schemas are Kubernetes' own. */
function validate(Model: new (data: never) => { validate(): void }, object: Manifest): void {
  new Model(object as never).validate();
}
