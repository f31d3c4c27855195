import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { z } from 'zod';
import { RequiresScope } from '../../src/platform/api-access/api-access.guard.js';
import type { Scope } from '../../src/platform/api-access/scopes.js';
import type { TestHookline } from '../support/hookline.js';

/** A route as Nest and Fastify have registered it. */
export interface RegisteredRoute {
  readonly method: string;
  /** With its parameters: `/v1/payments/:id`. */
  readonly path: string;
  readonly scope: Scope | undefined;
  /** What it checks of a body and of a query, where it takes one. */
  readonly schemas: { readonly body?: z.ZodType; readonly query?: z.ZodType };
}

const argument = z.object({ schema: z.instanceof(z.ZodType).optional() });
const PLACES = { 3: 'body', 4: 'query' } as const;

/**
 * Every route of a running Hookline, by asking it: a new one is attacked without being listed anywhere.
 * @throws Error for a route that Fastify has and no controller, other than those of webhooks
 */
export function registeredRoutes({ app }: Pick<TestHookline, 'app'>): RegisteredRoute[] {
  const reflector = app.get(Reflector);
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const routes = controllers.flatMap(({ metatype }) => {
    const base = String(Reflect.getMetadata(PATH_METADATA, metatype ?? Object));
    return Object.values(Object.getOwnPropertyDescriptors(metatype?.prototype ?? {})).flatMap(({ value }) => {
      const verb: unknown =
        typeof value === 'function' ? Reflect.getMetadata(METHOD_METADATA, value) : undefined;
      if (typeof verb !== 'number') return [];
      const paths: unknown[] = [Reflect.getMetadata(PATH_METADATA, value)].flat();
      return paths.map((path) => ({
        method: RequestMethod[verb] ?? '',
        path: `/${base}/${String(path)}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
        scope: reflector.get(RequiresScope, value),
        schemas: schemasOf(metatype ?? Object, String(value.name)),
      }));
    });
  });
  const webhooks = ['/webhooks/:provider', '/webhooks/:provider/:connectionId'].map((path) => ({
    method: 'POST',
    path,
    scope: undefined,
    schemas: {},
  }));
  const all = [...routes, ...webhooks];
  const fastify = app.getHttpAdapter().getInstance();
  const unknown = namesIn(fastify.printRoutes({ commonPrefix: false })).filter(
    (name) => !all.some(({ method, path }) => name === `${method} ${path.replace('/*', '*')}`),
  );
  if (unknown.length) throw new Error(`No controller has ${unknown.join(', ')}. Have them attacked, too.`);
  return all;
}

function schemasOf(controller: object, method: string): RegisteredRoute['schemas'] {
  const args: object = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {};
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]) => {
      const place = Object.entries(PLACES).find(([kind]) => key.startsWith(`${kind}:`))?.[1];
      const { schema } = argument.parse(value);
      return place && schema ? [[place, schema]] : [];
    }),
  );
}

/** A path with something in the place of each parameter. @param id what stands there, unless a value is named for it */
export function pathOf({ path }: RegisteredRoute, id: string, values: Readonly<Record<string, string>> = {}) {
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => values[name] ?? id).replace('*', 'nowhere');
}

/** Whether a route is one of the API's, which answer in the error format. */
export function isApi({ path }: RegisteredRoute): boolean {
  return path.startsWith('/v1/') || path.startsWith('/api/');
}

/** Of Fastify's drawing of its routes: a line for each path, indented below what it goes on from. */
function namesIn(drawing: string): string[] {
  const above: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', path = '', methods = ''] =
      /^([│├└─ ]*)(\S*?)(?: \(([A-Z, ]+)\))?$/.exec(line.trimEnd()) ?? [];
    const depth = indent.length / 4;
    above.length = Math.max(0, depth - 1);
    above.push(path);
    const whole = above.join('').replace(/(?<=.)\/$/, '');
    // Fastify answers HEAD wherever it answers GET.
    return methods
      .split(', ')
      .filter((method) => method && method !== 'HEAD')
      .map((method) => `${method} ${whole}`);
  });
}
