import type { Props } from '../../menu/menu-spec.ts';

const named = (...names: readonly string[]): readonly Props[] => names.map((name) => ({ name }));
const byDefault = (...items: readonly Props[]): readonly Props[] => items.map((item) => ({ ...item, default: 'yes' }));

/** Items that every router has and that configurations refer to, by menu (community.routeros, exports). */
export const delivered: Readonly<Record<string, readonly Props[]>> = {
  'caps-man manager interface': byDefault({ interface: 'all', forbid: 'no' }),
  'interface ethernet switch': named('switch1'),
  'interface wireless security-profiles': byDefault({ name: 'default', 'supplicant-identity': 'MikroTik' }),
  'ip hotspot profile': byDefault({ name: 'default' }),
  'ip hotspot service-port': [{ name: 'ftp', ports: '21' }],
  'ip hotspot user': byDefault({ name: 'default-trial' }),
  'ip hotspot user profile': byDefault({ name: 'default' }),
  'ip ipsec mode-config': byDefault({ name: 'request-only' }),
  'ip ipsec policy': byDefault({ 'src-address': '::/0', 'dst-address': '::/0', template: 'yes' }),
  'ip ipsec policy group': byDefault({ name: 'default' }),
  'ip ipsec profile': byDefault({ name: 'default' }),
  'ip ipsec proposal': byDefault({ name: 'default' }),
  'ip smb users': byDefault({ name: 'guest' }),
  'mpls interface': byDefault({ interface: 'all' }),
  port: named('serial0'),
  'ppp profile': byDefault({ name: 'default' }, { name: 'default-encryption' }),
  'queue type': byDefault(
    ...named(
      'default',
      'ethernet-default',
      'wireless-default',
      'synchronous-default',
      'hotspot-default',
      'pcq-upload-default',
      'pcq-download-default',
      'only-hardware-queue',
      'multi-queue-ethernet-default',
      'default-small',
    ),
  ),
  'routing bgp instance': byDefault({ name: 'default', as: '65530' }),
  'routing bgp template': byDefault({ name: 'default', as: '65530' }),
  'snmp community': byDefault({ name: 'public', addresses: '::/0' }),
  'system console': byDefault({ port: 'serial0' }),
};
