import ipaddr from 'ipaddr.js';

/** Does `192.0.2.0/24`, `2001:db8::/32` or a single address hold this address? One of the other family it does not. */
export function addressContains(prefix: string, address: string): boolean {
  const [network = '', length] = prefix.split('/');
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(network) || !ipaddr.isValid(bare)) return false;
  const [base, candidate] = [ipaddr.parse(network), ipaddr.process(bare)];
  if (base.kind() !== candidate.kind()) return false;
  return candidate.match(base, length === undefined ? base.toByteArray().length * 8 : Number(length));
}
