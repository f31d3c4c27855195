import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, passwordDigest } from 'soap';
import { openApi } from '../../../test/support/described-api.js';
import { ProviderUnavailableError, ValidationError } from '../../../src/contracts/errors.js';
import { VatRegister } from './vat-register.js';

const variables = { VAT_REGISTER_USERNAME: 'shop', VAT_REGISTER_PASSWORD: 'hunter2' };

let server: Server;
let asked = 0;

beforeAll(async () => {
  server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const wsdl = await readFile(new URL('vat-register.wsdl', import.meta.url), 'utf8');
  const register = {
    checkVat: ({ countryCode, vatNumber }: Record<string, string>) => {
      asked += 1;
      if (countryCode === 'XX') throw refusal('INVALID_INPUT');
      if (countryCode === 'GB') throw refusal('MS_UNAVAILABLE');
      const name = vatNumber === '101' ? { name: 'Müller & Söhne' } : {};
      return { countryCode, vatNumber, requestDate: '2026-10-05', valid: vatNumber === '101', ...name };
    },
    checkStatus: () => ({ country: [{ countryCode: 'DE', availability: 'Available' }] }),
  };
  const service = listen(server, '/services/vat', { VatRegister: { VatRegister: register } }, wsdl);
  service.authenticate = ({ UsernameToken: token }) =>
    passwordDigest(token.Nonce.$value ?? token.Nonce, token.Created, 'hunter2') === token.Password.$value;
});
afterAll(() => {
  server.close();
});

const refusal = (text: string) => ({
  Fault: { faultcode: 'soap:Server', faultstring: text, statusCode: 500 },
});
const open = () =>
  openApi(VatRegister, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, { variables });

describe('the VAT register', () => {
  it('tells whether a number is valid, and whose it is', async () => {
    const { client, close } = await open();
    await expect(client.check({ country: 'DE', number: '101' })).resolves.toEqual({
      valid: true,
      name: 'Müller & Söhne',
      requestDate: '2026-10-05',
    });
    await expect(client.check({ country: 'DE', number: '102' })).resolves.toMatchObject({ valid: false });
    await expect(client.status()).resolves.toEqual({
      country: [{ countryCode: 'DE', availability: 'Available' }],
    });
    await close();
  });

  it('says of a fault what it means: a wrong number at once, a register that is away after some tries', async () => {
    const { client, close } = await open();
    asked = 0;
    await expect(client.check({ country: 'XX', number: '101' })).rejects.toThrow(ValidationError);
    expect(asked).toBe(1);
    await expect(client.check({ country: 'GB', number: '101' })).rejects.toThrow(ProviderUnavailableError);
    expect(asked).toBe(5);
    await close();
  });
});
