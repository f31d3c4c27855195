import { RequestMethod, type DynamicModule, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  MODULE_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';
import { z } from 'zod';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { ROUTE_DESCRIPTION, type RouteDescription } from '../platform/http/answers.js';
import { IDEMPOTENT, type IdempotentOptions } from '../platform/idempotency/idempotency.interceptor.js';

/** A route as its decorators have it. */
export interface Route {
  /** `get`, `post`… */
  readonly method: string;
  /** `/v1/payments/:id` */
  readonly path: string;
  readonly description: RouteDescription;
  /** Its schemas; those of path parameters by name. */
  readonly params: ReadonlyMap<string, z.ZodType>;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  /** The status that Nest gives it, where the method does not. */
  readonly status: number;
  /** The scope that its caller needs; `undefined` of a public one. */
  readonly scope: string | undefined;
  readonly idempotent: IdempotentOptions | undefined;
  readonly config: Partial<FastifyContextConfig>;
}

type Module = Type | DynamicModule;

/**
 * All routes below a module that are described, read from the decorators alone: nothing is started.
 * @throws Error for a route behind an API key that has no `@Answers()`
 */
export function routesOf(module: Module): Route[] {
  const controllers = new Set<Type>();
  collect(module, controllers, new Set());
  return [...controllers].flatMap(routesOfController);
}

function collect(module: unknown, controllers: Set<Type>, seen: Set<unknown>): void {
  if (!isModule(module) || seen.has(module)) return;
  seen.add(module);
  const { type, more } = typeof module === 'function' ? { type: module, more: undefined } : ofDynamic(module);
  const declared = (key: string): unknown[] =>
    (Reflect.getMetadata(key, type) as unknown[] | undefined) ?? [];
  for (const controller of [
    ...(declared(MODULE_METADATA.CONTROLLERS) as Type[]),
    ...(more?.controllers ?? []),
  ]) {
    controllers.add(controller);
  }
  for (const imported of [...declared(MODULE_METADATA.IMPORTS), ...(more?.imports ?? [])]) {
    collect(imported, controllers, seen);
  }
}

function isModule(value: unknown): value is Module {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && 'module' in value);
}

function ofDynamic(module: DynamicModule) {
  return { type: module.module, more: module };
}

function routesOfController(controller: Type): Route[] {
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const about = (key: string | symbol): unknown => Reflect.getMetadata(key, handler);
    const scope = about(RequiresScope.KEY) as string | undefined;
    const description = about(ROUTE_DESCRIPTION) as RouteDescription | undefined;
    if (!description) {
      if (scope === undefined) return [];
      throw new Error(`${controller.name}.${name} is a route of the API without @Answers().`);
    }
    const method = RequestMethod[about(METHOD_METADATA) as RequestMethod].toLowerCase();
    const paths = [about(PATH_METADATA) as string | string[]].flat();
    return prefixes.flatMap((prefix) =>
      paths.map((path) => ({
        method,
        path: joined(prefix, path),
        description,
        ...schemasOf(controller, name),
        status: (about(HTTP_CODE_METADATA) as number | undefined) ?? (method === 'post' ? 201 : 200),
        scope,
        idempotent: about(IDEMPOTENT) as IdempotentOptions | undefined,
        config: (about(FASTIFY_ROUTE_CONFIG_METADATA) as FastifyContextConfig | undefined) ?? {},
      })),
    );
  });
}

function joined(prefix: string, path: string): string {
  const steps = [...prefix.split('/'), ...path.split('/')].filter(Boolean);
  return `/${steps.join('/')}`;
}

interface RouteArgument {
  /** Of `@Param('id')`: `id`. */
  data?: string;
  schema?: z.ZodType;
}

function schemasOf(controller: Type, name: string): Pick<Route, 'params' | 'query' | 'body'> {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    RouteArgument
  >;
  const ofKind = (kind: RouteParamtypes) =>
    Object.entries(args).flatMap(([key, argument]) => (key.startsWith(`${kind}:`) ? [argument] : []));
  return {
    params: new Map(
      ofKind(RouteParamtypes.PARAM).map(({ data = '', schema }) => [data, schema ?? z.string()] as const),
    ),
    query: ofKind(RouteParamtypes.QUERY)[0]?.schema,
    body: ofKind(RouteParamtypes.BODY)[0]?.schema,
  };
}
