import { addressRange, ip6Text, ipNumber, ipText } from '../../routeros/address.ts';
import type { WantedAddress } from '../kernel/route-steps.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { ConnectedNetwork } from './routes.ts';

export interface InterfaceAddress extends WantedAddress {
  /** `/ip address network=` of a point-to-point address: one host. */
  readonly peer?: string | undefined;
}

interface Surroundings {
  /** The interface that answers for an address: of a bridge port, the bridge. */
  readonly actual: (interfaceName: string) => string;
  /** What the nth of those who ask gets of an IPv6 pool. */
  readonly poolPrefix: (pool: string, index: number) => string | undefined;
  readonly mac: (interfaceName: string) => string | undefined;
}

interface ItemAddress extends InterfaceAddress {
  readonly item: Item;
}

/** Addresses of `/ip address` or `/ipv6 address` that are enabled, with what they get from pools. */
export function fixedAddresses(items: readonly Item[], around: Surroundings): ItemAddress[] {
  return items.filter(isEnabled).flatMap((item) => {
    const { props } = item;
    const pool = props['from-pool'] ?? '';
    const earlier = items.slice(0, items.indexOf(item)).filter((other) => other.props['from-pool'] === pool);
    const prefix = pool === '' ? undefined : around.poolPrefix(pool, earlier.length);
    if (pool !== '' && prefix === undefined) return [];
    const name = around.actual(props['interface'] ?? '');
    const address = effectiveAddress(props, prefix, around.mac(name));
    return address === undefined ? [] : [{ address, interface: name, peer: peerOf(props), item }];
  });
}

/** With what comes from a pool and from the Ethernet address filled in. */
function effectiveAddress(props: Props, prefix: string | undefined, mac: string | undefined): string | undefined {
  const { address = prefix === undefined ? '' : '::', 'eui-64': eui64 = 'no' } = props;
  if (!address.includes(':')) return address === '' ? undefined : address;
  const [host = '', length = '64'] = address.split('/');
  const network = addressRange(prefix ?? `${host}/64`).first;
  if (eui64 === 'yes' && mac !== undefined) return `${ip6Text(network | interfaceIdentifier(mac))}/${length}`;
  return prefix === undefined ? `${host}/${length}` : `${ip6Text(network | ipNumber(host))}/${length}`;
}

/** The nth network of that length in a prefix. */
export function nthPrefix(prefix: string, length: number, index: number): string | undefined {
  const { first, last } = addressRange(prefix);
  const start = first + (BigInt(index) << BigInt(128 - length));
  return start > last ? undefined : `${ip6Text(start)}/${length}`;
}

/** The lower half of an IPv6 address, from an Ethernet address (RFC 4291, appendix A). */
function interfaceIdentifier(mac: string): bigint {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const whole = [(bytes[0] ?? 0) ^ 2, ...bytes.slice(1, 3), 0xff, 0xfe, ...bytes.slice(3)];
  return whole.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** `fe80::/64` with what the Ethernet address gives. */
export const linkLocalAddress = (mac: string): string => `${ip6Text((0xfe80n << 112n) | interfaceIdentifier(mac))}/64`;

/** A single address whose network is another one stands for a point-to-point link. */
function peerOf({ address = '', network }: Props): string | undefined {
  const [own, length] = address.split('/');
  return length === '32' && network !== undefined && network !== own ? network : undefined;
}

export function connectedNetwork({ address, interface: name, peer }: InterfaceAddress): ConnectedNetwork {
  const [plain = '', length = ''] = address.split('/');
  if (peer !== undefined) return { network: peer, interface: name, address: plain };
  const { first, bits } = addressRange(address);
  return { network: `${bits === 32 ? ipText(first) : ip6Text(first)}/${length}`, interface: name, address: plain };
}
