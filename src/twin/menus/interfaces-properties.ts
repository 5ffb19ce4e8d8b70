import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { durationOr } from '../menu/duration-types.ts';
import type { Flag, Item, Props } from '../menu/menu-spec.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

// What every kind of interface has.

/** `R` and `X` in one place, `S` in the next. */
export const statePlace: readonly Flag[] = [
  { letter: 'X', name: 'disabled' },
  { letter: 'R', name: 'running' },
];
export const slavePlace: readonly Flag[] = [{ letter: 'S', name: 'slave' }];
export const dynamicPlace: readonly Flag[] = [{ letter: 'D', name: 'dynamic' }];

/** A number of bytes, or `auto` where the router may choose. */
const mtu = integer(68, 65_535);
const mtuOrAuto: PropertyType = {
  parse: (given) => (given === 'auto' ? given : mtu.parse(given)),
};

/** Accepted, kept and exported, without an effect in a lab. */
export const kept = (...names: readonly string[]): Properties =>
  Object.fromEntries(names.map((name) => [name, { type: word, inert: true }]));

export function commonProperties(mtuDefault: '1500' | 'auto'): Properties {
  return {
    mtu: { type: mtuDefault === 'auto' ? mtuOrAuto : mtu, default: mtuDefault },
    'actual-mtu': { type: word, readonly: true },
    l2mtu: { type: word, inert: true },
    arp: { type: oneOf('enabled', 'disabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'), default: 'enabled' },
    'arp-timeout': { type: durationOr('auto'), default: 'auto', inert: true },
    'loop-protect': { type: oneOf('default', 'on', 'off'), default: 'default', inert: true },
    ...kept('loop-protect-send-interval', 'loop-protect-disable-time'),
    running: { type: boolean, readonly: true },
    slave: { type: boolean, readonly: true },
    comment: { type: text },
    disabled: { type: boolean, default: 'no' },
  };
}

/** What the router says of any interface of its own accord. */
export function interfaceState(twin: Twin, type: string): (item: Item) => Props {
  return ({ props }) => {
    const name = props['name'] ?? '';
    const running = props['disabled'] !== 'yes' && isParentUp(twin, props);
    return {
      type,
      'actual-mtu': /^\d+$/.test(props['mtu'] ?? '') ? (props['mtu'] ?? '') : '1500',
      'mac-address': props['mac-address'] ?? twin.network.macOf(name) ?? '',
      running: running ? 'yes' : 'no',
      slave: twin.network.isSlave(name) ? 'yes' : 'no',
    };
  };
}

/** A VLAN runs while what it lies on does. */
function isParentUp(twin: Twin, props: Props): boolean {
  return props['vlan-id'] === undefined || twin.network.upInterfaces().has(props['interface'] ?? '');
}

/** No two interfaces of whatever kind have one name. */
export function uniqueName(twin: Twin): (props: Props, before: Item | undefined) => void {
  return (props, before) => {
    const taken = twin.menus
      .get('interface')
      .items.some((item) => item.id !== before?.id && item.props['name'] === props['name']);
    if (taken)
      throw new RouterosError('failure: already have interface with such name', { category: trapCategories.general });
  };
}

/** The first free name of its kind: `bridge1`, `vlan1`. */
export function freeName(twin: Twin, kind: string): string {
  const names = new Set(twin.network.interfaceNames());
  for (let number = 1; ; number++) if (!names.has(`${kind}${number}`)) return `${kind}${number}`;
}
