import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { variable } from '../variable.js';
import { signedSourceOf } from './signed-source.js';

const secrets = variable('ACME_WEBHOOK_SECRETS');

describe('signedSourceOf', () => {
  it('refuses a signature that contradicts itself, and says what to change', () => {
    const signature = { signatureHeader: 'X-Signature', signedContent: '{timestamp}.{body}' };
    const describing = () => signedSourceOf('acme', { secrets, signature, events: {} });
    expect(describing).toThrow(TypeError);
    expect(describing).toThrow(
      'acme: the signature of its webhooks makes no sense: signedContent has {timestamp}',
    );
  });

  it('refuses secrets that Standard Webhooks cannot have, and names the variable', () => {
    const sourceWith = signedSourceOf('acme', { secrets, signature: 'standard-webhooks', events: {} });
    expect(() => sourceWith(['hunter2'])).toThrow(ConfigurationError);
    expect(() => sourceWith(['hunter2'])).toThrow('ACME_WEBHOOK_SECRETS must be secrets whsec_…');
    expect(sourceWith([])).toMatchObject({ secretVariable: 'ACME_WEBHOOK_SECRETS', secrets: [] });
  });
});
