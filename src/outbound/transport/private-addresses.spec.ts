import { createServer, type AddressInfo, type LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { ValidationError } from '../../contracts/errors.js';
import { Deadline } from '../deadline.js';
import { PrivateAddressGuard } from './private-addresses.js';
import { privateNetworksConfig } from './private-networks.config.js';
import { Transport, type TransportOptions } from './transport.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A port on all of this machine's addresses, which only counts who connects. */
async function startDoor() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, '0.0.0.0', listening));
  cleanups.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** A name server that gives these addresses, one lookup after the other, the last for ever. */
function resolvingTo(...lookups: string[][]): LookupFunction {
  return (_hostname, _options, callback) => {
    const addresses = (lookups.length > 1 ? lookups.shift() : lookups[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

function openTransport(options: TransportOptions = {}): Transport {
  const transport = new Transport(options);
  cleanups.push(() => transport.close());
  return transport;
}

/** Sends a call whose URL comes from data. */
function sendTo(url: string, transport = openTransport()): Promise<unknown> {
  const deadline = new Deadline(2000);
  cleanups.push(() => deadline.clear());
  return transport.send({
    provider: 'callbacks',
    operation: 'callbacks.deliver',
    endpoint: '/:callback',
    method: 'POST',
    url: new URL(url),
    headers: {},
    untrusted: true,
    priority: 'background',
    safety: { by: 'none' },
    progress: { attempts: 1 },
    deadline,
  });
}

/** Reached, but for the TLS that nobody speaks there. */
const REACHED = { name: 'TransportFailure', reason: 'reset' };
const REFUSED = /ALLOW_PRIVATE_NETWORKS/;

describe('a URL that comes from data', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0x7f.1',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '192.0.0.1',
    '198.18.0.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a00:1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[64:ff9b:1::10.0.0.1]',
    '[2002:7f00:1::]',
    '[2001:0:4136:e378::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[4000::1]',
  ])('does not reach %s', async (host) => {
    await expect(sendTo(`https://${host}:9/`)).rejects.toThrow(ValidationError);
    await expect(sendTo(`https://${host}:9/`)).rejects.toThrow(REFUSED);
  });

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '[2606:4700::1111]', 'example.com'])(
    'may reach %s',
    (host) => {
      expect(new PrivateAddressGuard([]).refusalOf(new URL(`https://${host}`).hostname)).toBeUndefined();
    },
  );

  it.each<[string, string[]]>([
    ['is private', ['127.0.0.1']],
    ['is private among others', ['8.8.8.8', '127.0.0.1']],
    ['is private in IPv6 clothes', ['::ffff:127.0.0.1']],
    ['is link-local with a zone', ['fe80::1%lo']],
  ])('opens no socket when what its name resolves to %s', async (_name, addresses) => {
    const door = await startDoor();
    const transport = openTransport({ lookup: resolvingTo(addresses) });
    await expect(sendTo(`https://hooks.test:${door.port}/`, transport)).rejects.toThrow(ValidationError);
    await expect(sendTo(`https://hooks.test:${door.port}/`, transport)).rejects.toThrow(REFUSED);
    expect(door.connections()).toBe(0);
  });

  it('opens no socket when its name turns private after a first, public answer', async () => {
    const door = await startDoor();
    const transport = openTransport({
      allowPrivateNetworks: ['127.0.0.1/32'], // stands for a public address
      lookup: resolvingTo(['127.0.0.1'], ['127.0.0.2']),
    });
    await expect(sendTo(`https://rebinding.test:${door.port}/`, transport)).rejects.toMatchObject(REACHED);
    await expect(sendTo(`https://rebinding.test:${door.port}/`, transport)).rejects.toThrow(ValidationError);
    expect(door.connections()).toBe(1);
  });

  it('does not use the connections of trusted calls', async () => {
    const door = await startDoor();
    const transport = openTransport();
    const deadline = new Deadline(2000);
    cleanups.push(() => deadline.clear());
    const url = new URL(`https://127.0.0.1:${door.port}/`);
    const trusted = {
      provider: 'acme',
      operation: 'a.b',
      endpoint: '/',
      method: 'GET',
      url,
      headers: {},
      priority: 'interactive',
      safety: { by: 'none' },
      progress: { attempts: 1 },
      deadline,
    } as const;
    await expect(transport.send(trusted)).rejects.toMatchObject(REACHED);
    await expect(sendTo(url.href, transport)).rejects.toThrow(ValidationError);
    expect(door.connections()).toBe(1);
  });

  it.each<[string, string]>([
    ['127.0.0.0/8', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.0/8', '[::ffff:127.0.0.1]'],
    ['Localhost', 'localhost'],
  ])('reaches what is allowed: %s allows %s', async (allowed, host) => {
    const door = await startDoor();
    const transport = openTransport({ allowPrivateNetworks: [allowed] });
    await expect(sendTo(`https://${host}:${door.port}/`, transport)).rejects.toMatchObject({
      name: 'TransportFailure',
    });
    await expect(sendTo('https://10.0.0.1/', transport)).rejects.toThrow(ValidationError);
  });

  it('reaches no address of 10.0.0.0/8, however IPv6 wraps it', () => {
    const guard = new PrivateAddressGuard(['127.0.0.0/8', '::1']);
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, fc.constantFrom('', '::ffff:', '64:ff9b::', '::'), (b, c, d, prefix) => {
        const address = `10.${b}.${c}.${d}`;
        const { hostname } = new URL(prefix ? `https://[${prefix}${address}]` : `https://${address}`);
        expect(guard.refusalOf(hostname)).toBeDefined();
      }),
    );
  });
});

describe('ALLOW_PRIVATE_NETWORKS', () => {
  it('allows this machine itself by default, but nothing in production', () => {
    expect(privateNetworksConfig.read({})).toEqual(['localhost', '127.0.0.0/8', '::1']);
    expect(privateNetworksConfig.read({ NODE_ENV: 'production' })).toEqual([]);
  });

  it('is a list of hosts, addresses and CIDRs', () => {
    const ALLOW_PRIVATE_NETWORKS = '10.0.0.0/8, hooks.internal,fd00::1, 192.168.0.7';
    const allowed = ['10.0.0.0/8', 'hooks.internal', 'fd00::1', '192.168.0.7'];
    expect(privateNetworksConfig.read({ ALLOW_PRIVATE_NETWORKS })).toEqual(allowed);
  });

  it.each(['10.0.0.0/33', 'http://hooks.internal', 'a b', '10.0.0.0/x', '*'])('refuses %s', (entry) => {
    expect(() => privateNetworksConfig.read({ ALLOW_PRIVATE_NETWORKS: entry })).toThrow(ConfigurationError);
  });
});
