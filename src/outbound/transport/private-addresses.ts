import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [base: Address, bits: number];

/** All that is routed on the public internet in IPv6 (RFC 4291, 2.4; IANA has given out nothing else). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** What every URL from data may reach where nobody else can send one. */
export const LOOPBACK: readonly string[] = ['localhost', '127.0.0.0/8', '::1'];

/** Names of this machine whatever a resolver says, also with the dot at the end (RFC 6761, 6.3). */
const LOCALHOST = /(^|\.)localhost\.?$/i;

/** An address that a URL from data may not reach. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  constructor(
    readonly hostname: string,
    readonly address: string,
  ) {
    super(
      hostname === address ? `${address} is not public` : `${hostname} is at ${address}, which is not public`,
    );
  }
}

/**
 * Keeps calls whose URL comes from data out of private networks: loopback, RFC 1918, link-local (with the metadata
 * services of the clouds), carrier-grade NAT, multicast, and the IPv6 forms of all these. Names are judged by what they resolve to at the
 * moment of connecting, so that a name which changes its mind after a first look gains nothing.
 */
export class PrivateAddressGuard {
  private readonly hosts: ReadonlySet<string>;
  private readonly networks: readonly Network[];

  /** @param allowed host names, addresses and CIDRs that may be reached all the same; see {@link isHostOrNetwork} */
  constructor(
    allowed: readonly string[],
    private readonly resolve: LookupFunction = systemLookup,
  ) {
    this.hosts = new Set(allowed.map((entry) => entry.toLowerCase()));
    this.networks = allowed.map(network).filter((range) => range !== undefined);
  }

  /**
   * Why a URL's host may not be reached, as far as that is known without a look-up: of addresses, and of `localhost`. A URL has an IPv4
   * address only as dotted decimals: its parser turns octal, hexadecimal and plain numbers into them.
   */
  refusalOf(hostname: string): PrivateAddressError | undefined {
    if (LOCALHOST.test(hostname)) {
      return this.isAllowed(hostname, '127.0.0.1')
        ? undefined
        : new PrivateAddressError(hostname, '127.0.0.1');
    }
    const literal = hostname.replace(/^\[|\]$/g, '');
    if (!isIP(literal) || this.isAllowed(literal, literal)) return undefined;
    return new PrivateAddressError(literal, literal);
  }

  /** Resolves a name for a new connection, in the form that `net.connect` takes. Fails if any of its addresses is private. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname, { ...options, all: true }, (error, found, family = 0) => {
      if (error) return callback(error, '');
      const addresses = typeof found === 'string' ? [{ address: found, family }] : found;
      const refused = addresses.find(({ address }) => !this.isAllowed(hostname, address));
      if (refused) return callback(new PrivateAddressError(hostname, refused.address), '');
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };

  private isAllowed(hostname: string, address: string): boolean {
    if (this.hosts.has(hostname.toLowerCase())) return true;
    const parsed = ipaddr.process(address); // ::ffff:10.0.0.1 is 10.0.0.1
    return isPublic(parsed) || this.networks.some((range) => contains(range, parsed));
  }
}

/** Whether an entry of `ALLOW_PRIVATE_NETWORKS` is one: `10.0.0.0/8`, `fd00::1`, `hooks.internal`. */
export function isHostOrNetwork(entry: string): boolean {
  return (
    network(entry) !== undefined || /^[a-z\d_]([\w-]*[a-z\d])?(\.[a-z\d_]([\w-]*[a-z\d])?)*$/i.test(entry)
  );
}

function network(entry: string): Network | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  if (!isIP(entry)) return undefined;
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || contains(GLOBAL_UNICAST, address);
}

function contains([base, bits]: Network, address: Address): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}
