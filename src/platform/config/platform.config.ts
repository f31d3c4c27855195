import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { defineConfig } from './config-section.js';
import { list, wholeNumber } from './values.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What must be set before anybody else's money is handled; in development each has a stand-in. */
const REQUIRED_IN_PRODUCTION = {
  DATABASE_URL: 'the PostgreSQL to use, such as postgresql://user:password@host:5432/hookline',
  ENCRYPTION_KEYS: 'id:base64 with 32 bytes, such as k1:$(openssl rand -base64 32)',
  PUBLIC_URL:
    'the address that browsers and providers reach this service by, such as https://hooks.example.com',
} as const;

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    HOST: z.string().optional(),
    PORT: wholeNumber({ min: 0, max: 65_535 }).default(3000),
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
    TRUST_PROXY: list().refine((entries) => entries.every(isNetwork), {
      error: 'must be addresses or CIDRs of your proxies, separated by commas, such as 10.0.0.0/8',
    }),
    DATA_DIR: z.string().default('.hookline'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }).optional(),
    ROLE: z.enum(['all', 'web', 'worker']).default('all'),
    WORKER_CONCURRENCY: wholeNumber({ min: 1, max: 100 }).default(8),
    ENCRYPTION_KEYS: list().transform((entries, context) =>
      entries.map((entry) => encryptionKey(entry, context)),
    ),
    LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
    LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
    SANDBOX: z.enum(['auto', 'on', 'off']).default('auto'),
  })
  .superRefine((env, context) => {
    if (env.NODE_ENV !== 'production') return;
    for (const [variable, meaning] of Object.entries(REQUIRED_IN_PRODUCTION)) {
      const value = env[variable as keyof typeof REQUIRED_IN_PRODUCTION];
      if (!value?.length) {
        context.addIssue({
          code: 'custom',
          path: [variable],
          message: `must be set in production: ${meaning}`,
        });
      }
    }
    if (env.SANDBOX === 'on') {
      context.addIssue({
        code: 'custom',
        path: ['SANDBOX'],
        message: 'must not be on in production: its payments are not real',
      });
    }
  })
  .transform((env) => {
    const production = env.NODE_ENV === 'production';
    return {
      production,
      host: env.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
      port: env.PORT,
      publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
      /** The proxies whose `X-Forwarded-For` is believed. */
      trustedProxies: env.TRUST_PROXY,
      dataDir: env.DATA_DIR,
      databaseUrl: env.DATABASE_URL,
      role: env.ROLE,
      /** Handlers that run at once in one process; each has a database connection. */
      workerConcurrency: env.WORKER_CONCURRENCY,
      encryptionKeys: env.ENCRYPTION_KEYS,
      logLevel: env.LOG_LEVEL,
      logFormat: env.LOG_FORMAT ?? 'json',
      /** `auto`: for providers without credentials. */
      sandbox: production ? ('off' as const) : env.SANDBOX,
    };
  });

/** A key that seals what must not be readable in the database. */
export interface EncryptionKey {
  id: string;
  /** 32 bytes, for AES-256. */
  key: Buffer;
}

export type PlatformConfig = z.output<typeof schema>;

/** The variables that every part of the house shares. */
export const platformConfig = defineConfig('platform', schema);

function isNetwork(entry: string): boolean {
  return ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
}

function encryptionKey(entry: string, context: z.RefinementCtx): EncryptionKey {
  const [, id, encoded] = /^([\w-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (id && key.length === 32) return { id, key };
  context.addIssue({
    code: 'custom',
    message: 'must be id:base64,id:base64 with 32 bytes each, such as k1:$(openssl rand -base64 32)',
  });
  return z.NEVER;
}
