import { addressRange } from '../../routeros/address.ts';

/** `192.168.88.1/24` → `192.168.88.0/24` */
export function networkOf(address: string): string {
  const [ip = '', length = '32'] = address.split('/');
  const size = 2 ** (32 - Number(length));
  return `${textOf(Math.floor(numberOf(ip) / size) * size)}/${length}`;
}

export function addressIn(subnet: string, address: string): boolean {
  if (!/^\d+(\.\d+){3}$/.test(address)) return false;
  const { first, last } = addressRange(subnet);
  const number = BigInt(numberOf(address));
  return first <= number && number <= last;
}

/** A provider's network of two or six hosts has no room for strangers: the lab's is wider, which a cable does not mind. */
export function widened(subnet: string): string {
  const [ip = '', length = ''] = subnet.split('/');
  return Number(length) > 28 ? networkOf(`${ip}/24`) : subnet;
}

export function isPrivate(address: string): boolean {
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].some((net) => addressIn(net, address));
}

/** Documentation networks (RFC 5737), and others for firewalls that drop those. No packet leaves a lab. */
const candidates = ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24', '81.2.69.0/24', '91.198.174.0/24'];

/** A network for the world that a configuration has no word about. */
export function freeSubnet(text: string, taken: readonly string[]): string {
  const mentioned = [...text.matchAll(/\b(\d{1,3}(?:\.\d{1,3}){3})(\/\d{1,2})?\b/g)]
    .map(([, ip = '', length = '/32']) => `${ip}${length}`)
    .filter(
      (prefix) => !prefix.endsWith('/0') && /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)[./]){4}(?:3[0-2]|[12]?\d)$/.test(prefix),
    );
  const all = [...mentioned, ...taken];
  const overlaps = (subnet: string): boolean =>
    all.some((other) => {
      const [a, b] = [addressRange(subnet), addressRange(other)];
      return a.first <= b.last && b.first <= a.last;
    });
  return candidates.find((subnet) => !overlaps(subnet)) ?? '5.44.0.0/24';
}

/** The nth address of a subnet, or the first behind it that is none of these. */
export function hostOf(subnet: string, taken: readonly string[], nth = 1): string {
  const first = numberOf(subnet.split('/')[0] ?? '');
  for (let number = nth; ; number++) {
    const address = textOf(first + number);
    if (!taken.includes(address)) return address;
  }
}

function numberOf(ip: string): number {
  return ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
