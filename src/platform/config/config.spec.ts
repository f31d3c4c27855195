import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.js';
import { platformConfig } from './platform.config.js';
import { isLoopback } from './values.js';

const problemsOf = (environment: Record<string, string>) => {
  try {
    platformConfig.read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map((problem) => problem.split(':')[0]);
    throw error;
  }
};

const KEY = `k1:${Buffer.alloc(32).toString('base64')}`;
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://u:p@db/hookline',
  ENCRYPTION_KEYS: KEY,
  PUBLIC_URL: 'https://hooks.example.com/',
};

describe('The configuration', () => {
  it('has a default for everything in development', () => {
    expect(platformConfig.read({})).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      dataDir: '.hookline',
      role: 'all',
      sandbox: 'auto',
    });
  });

  it('takes an empty value for none', () => {
    expect(platformConfig.read({ PORT: '', LOG_LEVEL: ' ', DATABASE_URL: '' }).port).toBe(3000);
  });

  it('names what production needs, all at once, and never has a sandbox there', () => {
    expect(problemsOf({ NODE_ENV: 'production', SANDBOX: 'on' })).toEqual([
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'PUBLIC_URL',
      'SANDBOX',
    ]);
    expect(platformConfig.read(PRODUCTION)).toMatchObject({
      host: '0.0.0.0',
      sandbox: 'off',
      publicUrl: 'https://hooks.example.com',
    });
  });

  it.each([
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '3e3' }, 'PORT'],
    [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ ROLE: 'boss' }, 'ROLE'],
    [{ ENCRYPTION_KEYS: 'k1:c2hvcnQ=' }, 'ENCRYPTION_KEYS'],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT'],
  ])('refuses %j', (environment, variable) => {
    expect(problemsOf(environment)[0]).toMatch(new RegExp(`^${variable}`));
  });

  it('knows this machine by its names', () => {
    for (const name of ['localhost', '127.0.0.1', '127.8.9.1', '[::1]']) expect(isLoopback(name)).toBe(true);
    for (const name of ['example.com', '127.0.0.1.evil.test', 'localhost.evil.test', '10.0.0.1', '[::2]']) {
      expect(isLoopback(name)).toBe(false);
    }
  });
});
