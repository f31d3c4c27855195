import { execFile, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { MetricsService } from '../../src/platform/metrics/metrics.service.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { read } from './manifests.js';

/** deploy/prometheus and deploy/grafana: that the rules work, and that all of it asks for what a service tells. */

const folder = fileURLToPath(new URL('../../deploy/prometheus', import.meta.url));
const promtool = (...args: string[]) => promisify(execFile)('promtool', args, { cwd: folder });
const isInstalled = spawnSync('promtool', ['--version']).status === 0;

/** What others tell than Hookline: Prometheus itself, and its blackbox exporter. */
const OF_OTHERS = new Set(['up', 'probe_ssl_earliest_cert_expiry']);
/** Labels that Prometheus adds. */
const OF_TARGETS = ['job', 'instance', 'namespace', 'pod'];
/** Words of PromQL that stand where a metric could. */
const WORDS = /^(and|or|unless|by|without|on|ignoring|bool|offset|group_left|group_right)$/;

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.looseObject({
            alert: z.string(),
            expr: z.string(),
            annotations: z.object({ runbook: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('deploy/prometheus/rules.yml')))
  .groups.flatMap((group) => group.rules);

const dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), query: z.unknown() })) }),
  panels: z.array(
    z.looseObject({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.looseObject({ expr: z.string() })).min(1),
    }),
  ),
});
const dashboards = readdirSync(new URL('../../deploy/grafana', import.meta.url))
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, dashboard.parse(JSON.parse(read(`deploy/grafana/${name}`)))] as const);

/** The labels of each metric of a service, and how histograms are asked for. */
let told: Map<string, readonly string[]>;
let hookline: TestHookline;

beforeAll(async () => {
  // Redis need not answer for its metric to be there.
  hookline = await startTestHookline({ environment: { REDIS_URL: 'redis://127.0.0.1:1' } });
  const { registry } = hookline.app.get(MetricsService);
  told = new Map();
  for (const { name, type } of registry.getMetricsAsArray()) {
    const labels = z
      .object({ labelNames: z.array(z.string()) })
      .parse(registry.getSingleMetric(name)).labelNames;
    told.set(name, labels);
    if (String(type) !== 'histogram') continue;
    for (const part of ['sum', 'count']) told.set(`${name}_${part}`, labels);
    told.set(`${name}_bucket`, [...labels, 'le']);
  }
});
afterAll(() => hookline?.close());

/** What an expression asks for that nobody tells: metrics, and labels of these. */
function unknownIn(expression: string): string[] {
  const bare = expression.replaceAll(/^\s*#.*$/gm, '').replaceAll(/\$\w+|\$\{\w+\}/g, '');
  const asked = [...bare.replaceAll(/"[^"]*"/g, '""').matchAll(/([a-z_]\w*)\s*(\{[^}]*\})?(?!\w*\s*\()/gi)];
  const grouped = [...bare.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(
    ([, names = '']) => names.split(',').map((name) => name.trim()),
  );
  const metrics = asked.filter(([, name = '']) => told.has(name) || /_/.test(name) || OF_OTHERS.has(name));
  const unknown: string[] = [];
  const allowed = new Set(OF_TARGETS);
  for (const [, name = '', selector = ''] of metrics) {
    if (WORDS.test(name) || grouped.includes(name) || FUNCTIONS.test(name)) continue;
    if (OF_OTHERS.has(name)) continue;
    const labels = told.get(name);
    if (!labels) unknown.push(name);
    for (const label of labels ?? []) allowed.add(label);
    for (const [, label = ''] of selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)) {
      if (labels && ![...labels, ...OF_TARGETS].includes(label)) unknown.push(`${name}{${label}}`);
    }
  }
  return [...unknown, ...grouped.filter((label) => !allowed.has(label)).map((label) => `by (${label})`)];
}

const FUNCTIONS = /^(histogram_quantile|label_values|count_values|[a-z]+_over_time)$/;

describe('What is asked for', () => {
  it('is found out by the test: a metric, a label, a group that nobody tells', () => {
    expect(
      unknownIn('sum by (job, provider) (rate(third_party_retries_total{provider="x"}[5m])) > 1'),
    ).toEqual([]);
    expect(unknownIn('rate(third_party_retry_total[5m])')).toEqual(['third_party_retry_total']);
    expect(unknownIn('third_party_retries_total{vendor="x"}')).toEqual(['third_party_retries_total{vendor}']);
    expect(unknownIn('sum by (vendor) (third_party_retries_total)')).toEqual(['by (vendor)']);
  });

  it.each(rules.map(({ alert, expr }) => [alert, expr] as const))('by %s is told', (_alert, expr) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it.each(dashboards)('by the dashboard %s is told', (_file, { panels, templating }) => {
    for (const { title, targets } of panels) {
      for (const { expr } of targets) expect([title, ...unknownIn(expr)]).toEqual([title]);
    }
    for (const { query } of templating.list) {
      const { query: text } = z.object({ query: z.string() }).catch({ query: '' }).parse(query);
      const [, metric] = /^label_values\((\w+)/.exec(text) ?? [];
      if (metric) expect([...told.keys()]).toContain(metric);
    }
  });

  it('has numbers, or says that it has none', async () => {
    const metrics = await hookline.app.get(MetricsService).registry.metrics();
    for (const name of [
      'webhook_oldest_pending_seconds',
      'webhook_dead_letters',
      'delivery_dead_letters',
      'notification_oldest_due_seconds',
      'notification_dead_letters',
      'connection_subscriptions_expiring',
    ]) {
      expect(metrics).toContain(`\n${name} 0\n`);
    }
  });
});

describe('The dashboards', () => {
  it.each(dashboards)('%s has no panel over another', (_file, { panels }) => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_cell, n) => `${x + (n % w)},${y + Math.floor(n / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('have names of their own', () => {
    expect(new Set(dashboards.map(([, { uid }]) => uid)).size).toBe(4);
  });
});

describe('The rules', () => {
  it('are all tested, and all explained', () => {
    const tested = z
      .object({ tests: z.array(z.object({ alert_rule_test: z.array(z.object({ alertname: z.string() })) })) })
      .parse(parse(read('deploy/prometheus/rules.test.yml')))
      .tests.flatMap((test) => test.alert_rule_test.map(({ alertname }) => alertname));
    const page = read('docs/operations/monitoring.md');
    for (const { alert, annotations } of rules) {
      expect(tested).toContain(alert);
      expect(page).toContain(`\n### ${alert}\n`);
      expect(annotations.runbook).toBe(`docs/operations/monitoring.md#${alert.toLowerCase()}`);
    }
  });

  it.skipIf(!isInstalled)('are taken by promtool, which has to be installed', async () => {
    expect((await promtool('check', 'rules', 'rules.yml')).stdout).toContain('SUCCESS');
    expect((await promtool('check', 'config', 'prometheus.yml')).stdout).toContain('SUCCESS');
  });

  it.skipIf(!isInstalled)('fire when they should and only then, says promtool', async () => {
    expect((await promtool('test', 'rules', 'rules.test.yml')).stdout).toContain('SUCCESS');
  });
});
