import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../platform/config/configuration-error.js';
import type { Environment } from '../../../platform/config/config-section.js';
import { declaredSourcesConfig } from './declared-sources.config.js';
import { HmacWebhookSource } from './hmac-webhook-source.js';
import { StandardWebhooksSource } from './standard-webhooks-source.js';

const WHSEC = `whsec_${Buffer.alloc(24).toString('base64')}`;

function problemsOf(environment: Environment): readonly string[] {
  try {
    declaredSourcesConfig.read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('WEBHOOK_SOURCES', () => {
  it('declares nothing by default', () => {
    expect(declaredSourcesConfig.read({}).size).toBe(0);
  });

  it('declares sources of both schemes, each with variables of its own prefix', () => {
    const sources = declaredSourcesConfig.read({
      WEBHOOK_SOURCES: 'my-crm:hmac, clerk:standard-webhooks',
      MY_CRM_WEBHOOK_SECRETS: 'new,old',
      MY_CRM_WEBHOOK_SIGNATURE_HEADER: 'X-Signature',
      CLERK_WEBHOOK_SECRETS: `${WHSEC},whpk_${Buffer.alloc(32).toString('base64')}`,
    });
    expect([...sources.keys()]).toEqual(['my-crm', 'clerk']);
    const crm = sources.get('my-crm');
    expect(crm).toBeInstanceOf(HmacWebhookSource);
    expect(crm).toMatchObject({ secretVariable: 'MY_CRM_WEBHOOK_SECRETS', secrets: ['new', 'old'] });
    const clerk = sources.get('clerk');
    expect(clerk).toBeInstanceOf(StandardWebhooksSource);
    expect(clerk?.secretVariable).toBe('CLERK_WEBHOOK_SECRETS');
  });

  it('needs no secret: then webhooks of this source are answered that it is not configured', () => {
    const environment = { WEBHOOK_SOURCES: 'clerk:standard-webhooks' };
    expect(declaredSourcesConfig.read(environment).get('clerk')?.secrets).toEqual([]);
  });

  it('names every problem of every source at once', () => {
    const problems = problemsOf({
      WEBHOOK_SOURCES: 'crm:hmac,shop:hmac,clerk:standard-webhooks,crm:hmac,Big:hmac,slim:jwt',
      CRM_WEBHOOK_ALGORITHM: 'md5',
      CRM_WEBHOOK_ENCODING: 'latin1',
      CRM_WEBHOOK_TIMESTAMP_HEADER: 'X Time',
      CRM_WEBHOOK_SIGNED_CONTENT: '{nonce}',
      CRM_WEBHOOK_ID: 'cookie:id',
      CRM_WEBHOOK_TYPE: 'body:',
      CRM_WEBHOOK_TIME: 'at',
      SHOP_WEBHOOK_SIGNATURE_HEADER: 'X-Shop',
      SHOP_WEBHOOK_SIGNED_CONTENT: '{timestamp}.{body}',
      CLERK_WEBHOOK_SECRETS: 'whsec_c2hvcnQ=',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'CRM_WEBHOOK_SIGNATURE_HEADER',
      'CRM_WEBHOOK_ALGORITHM',
      'CRM_WEBHOOK_ENCODING',
      'CRM_WEBHOOK_TIMESTAMP_HEADER',
      'CRM_WEBHOOK_SIGNED_CONTENT',
      'CRM_WEBHOOK_ID',
      'CRM_WEBHOOK_TYPE',
      'CRM_WEBHOOK_TIME',
      'SHOP_WEBHOOK_SIGNED_CONTENT',
      'CLERK_WEBHOOK_SECRETS',
      'WEBHOOK_SOURCES',
      'WEBHOOK_SOURCES',
      'WEBHOOK_SOURCES',
    ]);
  });

  it.each(['whsec_mistyped!', 'whsk_c2VjcmV0', `whpk_${Buffer.alloc(31).toString('base64')}`, 'v1,whsec'])(
    'refuses %s as a secret of Standard Webhooks, and does not show it',
    (secret) => {
      const [problem] = problemsOf({ WEBHOOK_SOURCES: 'c:standard-webhooks', C_WEBHOOK_SECRETS: secret });
      expect(problem).toMatch(/^C_WEBHOOK_SECRETS: /);
      expect(problem).not.toContain(secret);
    },
  );
});
