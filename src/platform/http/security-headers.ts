import helmet from '@fastify/helmet';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers with the headers of {@link addSecurityHeaders}, but for what is said otherwise here. */
    helmet?: { readonly crossOriginOpenerPolicy?: false };
  }
}

/** Half a year, in seconds: browsers hold to https so long after each answer. */
const HSTS_SECONDS = 15_552_000;

/** What no page of ours asks a browser for. */
const PERMISSIONS_POLICY = [
  'camera',
  'display-capture',
  'geolocation',
  'microphone',
  'payment',
  'publickey-credentials-get',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * The headers that keep browsers from making more of an answer than it is. Only for routes that ask for them, by
 * {@link SecurityHeaders} or in their config: those of a product in the same application stay as they are. What is no page
 * may load nothing at all; pages have a policy of their own (platform/pages/page-headers.ts).
 */
export function addSecurityHeaders(fastify: FastifyInstance, publicUrl: string): void {
  void fastify.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Not for other hosts below ours: those are not ours to decide about.
    hsts: publicUrl.startsWith('https:') && { maxAge: HSTS_SECONDS, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    // For browsers and plug-ins that are gone.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.helmet) void reply.header('Permissions-Policy', PERMISSIONS_POLICY);
    done();
  });
}

/** Config of a route of Fastify's own that is one of ours. */
export const WITH_SECURITY_HEADERS = { helmet: {} } as const satisfies FastifyContextConfig;

/**
 * The routes of a controller answer with the headers of {@link addSecurityHeaders}.
 * @param options `crossOriginOpenerPolicy: false` for pages that a product opens in a window of its own and waits for
 */
export function SecurityHeaders(options: NonNullable<FastifyContextConfig['helmet']> = {}): ClassDecorator {
  return ({ prototype }) => {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(Object(prototype)))) {
      const method: unknown = descriptor.value;
      if (typeof method !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, method)) continue;
      const config: object = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, method) ?? {};
      RouteConfig({ ...config, helmet: options })(Object(prototype), name, descriptor);
    }
  };
}
