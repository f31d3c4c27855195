import { runInCallScope } from '../../../src/outbound/call-scope.js';
import { Operation } from '../../../src/outbound/operation.js';
import { roadToken } from '../../../src/outbound/outbound.module.js';
import type { Road } from '../../../src/outbound/road.js';
import { runWithRequestId } from '../../../src/platform/context/request-context.js';
import {
  RefusedError,
  creation,
  creationPath,
  thingPath,
  type Contender,
  type Target,
  type Thing,
} from './contender.js';
import { app } from './hookline-app.js';

/** Hookline's whole road, as a provider's method travels on it: one operation with its deadline, one call in its scope. */
export function open({ name, url, deadlineMs }: Target): Contender {
  const road = app.get<Road>(roadToken(name), { strict: false });

  async function travel(
    operation: string,
    endpoint: string,
    request: Parameters<Road['send']>[0],
  ): Promise<Thing> {
    const about = { provider: name, operation, defaultTimeoutMs: deadlineMs };
    const { status, body } = await Operation.run(about, {}, (running) =>
      runInCallScope(running.scope(endpoint), () => road.send(request)),
    );
    // A provider's folder has a table of errors here, and a schema.
    if (status >= 300) throw new RefusedError(status);
    return JSON.parse(body.toString()) as Thing;
  }

  const read = async (id: string) => {
    const request = { method: 'GET', url: new URL(thingPath(id), url), headers: {} } as const;
    return (await travel('things.get', '/v1/things/:id', request)).id;
  };
  const create = async (thing: string) => {
    const request = {
      method: 'POST',
      url: new URL(creationPath(thing), url),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(creation(thing)),
    } as const;
    return (await travel('things.create', '/v1/orders/:order/things', request)).name;
  };
  // Every call belongs to a request, whose id it carries on.
  return {
    read: (id) => runWithRequestId('bench', () => read(id)),
    create: (thing) => runWithRequestId('bench', () => create(thing)),
  };
}
