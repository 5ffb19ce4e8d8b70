import type { WantedLink } from '../kernel/link-steps.ts';
import type { WantedAddress } from '../kernel/route-steps.ts';
import type { SysctlValues } from '../kernel/sysctls.ts';
import type { Props } from '../menu/menu-spec.ts';
import type { MenuTree } from '../menu/menu-tree.ts';

const settingsOf = (menus: MenuTree, path: string): Props => menus.find(path.split(' '))?.settings.props ?? {};

const flag = (value: string | undefined, whenUnset: 'yes' | 'no'): string =>
  (value ?? whenUnset) === 'yes' ? '1' : '0';

const reversePath: Readonly<Record<string, string>> = { no: '0', strict: '1', loose: '2' };
const hashPolicy: Readonly<Record<string, string>> = { l3: '0', l4: '1', 'l3-inner': '2' };
const timestamps: Readonly<Record<string, string>> = { disabled: '0', 'random-offset': '1', enabled: '2' };

/** What `/ip settings`, `/ipv6 settings` and `/interface bridge settings` are in the kernel. */
export function configuredSysctls(menus: MenuTree, addresses: readonly WantedAddress[]): SysctlValues {
  return {
    ...ipv4(settingsOf(menus, 'ip settings')),
    ...ipv6(settingsOf(menus, 'ipv6 settings'), addresses),
    ...bridges(settingsOf(menus, 'interface bridge settings')),
  };
}

function ipv4(settings: Props): SysctlValues {
  return {
    'net/ipv4/ip_forward': flag(settings['ip-forward'], 'yes'),
    'net/ipv4/conf/all/send_redirects': flag(settings['send-redirects'], 'yes'),
    'net/ipv4/conf/all/accept_redirects': flag(settings['accept-redirects'], 'no'),
    'net/ipv4/conf/all/secure_redirects': flag(settings['secure-redirects'], 'yes'),
    'net/ipv4/conf/all/accept_source_route': flag(settings['accept-source-route'], 'no'),
    'net/ipv4/conf/all/rp_filter': reversePath[settings['rp-filter'] ?? 'no'] ?? '0',
    'net/ipv4/tcp_syncookies': flag(settings['tcp-syncookies'], 'no'),
    // Milliseconds between two ICMP errors to one host, where Linux lets a second pass.
    'net/ipv4/icmp_ratelimit': settings['icmp-rate-limit'] ?? '10',
    'net/ipv4/icmp_ratemask': String(Number(settings['icmp-rate-mask'] ?? '0x1818')),
    'net/ipv4/fib_multipath_hash_policy': hashPolicy[settings['ipv4-multipath-hash-policy'] ?? 'l3'] ?? '0',
    'net/ipv4/tcp_timestamps': timestamps[settings['tcp-timestamps'] ?? 'random-offset'] ?? '1',
  };
}

/** A lab without IPv6 is silent on it: it is only switched on by an address. */
function ipv6(settings: Props, addresses: readonly WantedAddress[]): SysctlValues {
  const wanted = addresses.some(({ address }) => address.includes(':'));
  const off = settings['disable-ipv6'] === 'yes';
  return {
    ...(off || wanted ? { 'net/ipv6/conf/all/disable_ipv6': off ? '1' : '0' } : {}),
    'net/ipv6/conf/all/forwarding': flag(settings['forward'], 'yes'),
    'net/ipv6/conf/all/accept_redirects': flag(settings['accept-redirects'] === 'no' ? 'no' : undefined, 'no'),
    'net/ipv6/fib_multipath_hash_policy': hashPolicy[settings['multipath-hash-policy'] ?? 'l3'] ?? '0',
  };
}

function bridges(settings: Props): SysctlValues {
  const used = flag(settings['use-ip-firewall'], 'no');
  return {
    'net/bridge/bridge-nf-call-iptables': used,
    'net/bridge/bridge-nf-call-ip6tables': used,
    'net/bridge/bridge-nf-filter-vlan-tagged': flag(settings['use-ip-firewall-for-vlan'], 'no'),
    'net/bridge/bridge-nf-filter-pppoe-tagged': flag(settings['use-ip-firewall-for-pppoe'], 'no'),
  };
}

/** What `arp=` of an interface is in the kernel; `arp=disabled` is a matter of the link itself. */
export function arpSysctls(links: readonly WantedLink[], kernelName: (name: string) => string): SysctlValues {
  return Object.fromEntries(
    links.flatMap(({ name, arp = 'enabled' }): [string, string][] => {
      const [conf, neigh] = [`net/ipv4/conf/${kernelName(name)}`, `net/ipv4/neigh/${kernelName(name)}`];
      return [
        [`${conf}/proxy_arp`, arp === 'proxy-arp' ? '1' : '0'],
        [`${conf}/proxy_arp_pvlan`, arp === 'local-proxy-arp' ? '1' : '0'],
        // `reply-only`: it answers, but asks for nobody.
        [`${neigh}/mcast_solicit`, arp === 'reply-only' ? '0' : '3'],
        [`${neigh}/ucast_solicit`, arp === 'reply-only' ? '0' : '3'],
      ];
    }),
  );
}
