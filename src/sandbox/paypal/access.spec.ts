import { afterEach, describe, expect, it } from 'vitest';
import { askForToken, closeAll, credentialsOf, orderOf, read, startBench } from './spec-support.js';

afterEach(closeAll);

describe('a token', () => {
  it('is given for the credentials of the app', async () => {
    const { sandbox } = await startBench({ clientId: 'shop', clientSecret: 'top' });
    const { status, body } = await askForToken(sandbox.url, 'shop:top');
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ token_type: 'Bearer', expires_in: 32_400, access_token: expect.any(String) }),
    ]);
  });

  it('is refused to anybody else, and for other grants', async () => {
    const { sandbox } = await startBench();
    const stranger = await askForToken(sandbox.url, 'shop:wrong');
    expect([stranger.status, stranger.body]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'Client Authentication failed' },
    ]);
    const other = await askForToken(sandbox.url, credentialsOf(sandbox), { grant_type: 'password' });
    expect([other.status, other.body['error']]).toEqual([400, 'unsupported_grant_type']);
  });

  it('is needed for every call', async () => {
    const { sandbox, call } = await startBench();
    const bare = await read(await fetch(`${sandbox.url}/v2/checkout/orders/X`));
    expect([bare.status, bare.body['name']]).toEqual([401, 'AUTHENTICATION_FAILURE']);
    const forged = await call('GET', '/v2/checkout/orders/X', {
      headers: { Authorization: 'Bearer forged' },
    });
    expect([forged.status, forged.body['error']]).toEqual([401, 'invalid_token']);
  });

  it('expires', async () => {
    const { call } = await startBench({ accessTokenLifetimeMs: 0 });
    const { status, body } = await call('POST', '/v2/checkout/orders', { body: orderOf('1.00') });
    expect([status, body]).toEqual([
      401,
      { error: 'invalid_token', error_description: 'The token has expired' },
    ]);
  });
});
