import { it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { Client } from 'pg';
import { startTestHookline } from '../support/hookline.js';
import { signIn } from '../support/console.js';

it('times', async () => {
  const h = await startTestHookline({ databaseUrl: 'postgresql://postgres@127.0.0.1:5432/scratch_console_h6', environment: { ROLE: 'web' } });
  const admin = await signIn(h, 'viewer').catch(async () => signIn(h, 'viewer'));
  const ev = (await h.api('GET', '/v1/webhook-events?status=dead&limit=1')).body.data[0].id;
  const rq = (await h.api('GET', '/v1/requests?limit=1')).body.data[0].id;
  const out: string[] = [];
  const c = new Client({ connectionString: h.databaseUrl });
  await c.connect();
  const dbCpu = async () => {
    const { rows } = await c.query("SELECT pid FROM pg_stat_activity WHERE datname = 'scratch_console_h6' AND pid <> pg_backend_pid()");
    return rows.reduce((sum, { pid }) => { try { const f = readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1]!.split(' '); return sum + (Number(f[11]) + Number(f[12])) * 10; } catch { return sum; } }, 0);
  };
  for (const path of ['/health/live','/console/account','/console','/console/throughput','/console/webhook-events','/console/webhook-events?status=dead','/console/webhook-events?type=type.7','/console/webhook-events?provider=paypal&status=processed','/console/webhook-events?type=type.0&status=dead','/console/webhook-events?id=evt_c4ca', `/console/webhook-events/${ev}`,'/console/webhook-events/sources','/console/webhook-events/rejections','/console/requests','/console/requests?failed=true&provider=stripe','/console/requests?request_id=nothing','/console/requests?operation=none', `/console/requests/${rq}`,'/console/requests/circuits']) {
    const times: number[] = [];
    let status = 0, size = 0;
    for (let i = 0; i < 3; i += 1) await admin.page(path);
    const cpu0 = process.cpuUsage(); const db0 = await dbCpu();
    for (let i = 0; i < 20; i += 1) {
      const t = performance.now();
      const p = await admin.page(path);
      times.push(performance.now() - t);
      status = p.status; size = p.html.length;
    }
    const cpu = process.cpuUsage(cpu0); const db = (await dbCpu()) - db0;
    const first = times[0]!;
    const sorted = times.toSorted((a, b) => a - b);
    out.push(`${path.replace(/[0-9a-f]{8}-.*/, ':id')} ${status} ${size}B first ${first.toFixed(0)} median ${sorted[10]!.toFixed(1)} max ${sorted[19]!.toFixed(0)} ms; CPU node ${((cpu.user + cpu.system) / 20000).toFixed(1)} db ${(db / 20).toFixed(1)} ms`);
  }
  writeFileSync('/tmp/h6-times.txt', out.join('\n'));
  await c.end();
  await h.close();
}, 120_000);
