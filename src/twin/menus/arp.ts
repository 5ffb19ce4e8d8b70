import type { KernelNeighbour } from '../kernel/neighbours.ts';
import { ipAddress, macAddress } from '../menu/address-types.ts';
import type { MenuSpec, Row } from '../menu/menu-spec.ts';
import { boolean, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { goneInterface, interfaceReference } from './references.ts';
import { ip6Address } from './routes.ts';

/** The kernel's states in RouterOS's words. */
const status = ({ state }: KernelNeighbour): string => (state === 'noarp' ? 'permanent' : state);

/** What was learnt, without what an item stands for. */
function learntRows(twin: Twin, path: string, learnt: readonly KernelNeighbour[], isIpv6: boolean): Row[] {
  const fixed = new Set(twin.menus.get(path).items.map(({ props }) => props['address']));
  return learnt
    .filter(({ address, state }) => address.includes(':') === isIpv6 && !fixed.has(address) && state !== 'noarp')
    .map((neighbour, index) => ({
      id: `*A${index}`,
      dynamic: true,
      props: {
        address: neighbour.address,
        ...(neighbour.mac === undefined ? {} : { 'mac-address': neighbour.mac, complete: 'yes' }),
        interface: neighbour.interface,
        published: 'no',
        status: status(neighbour),
        router: neighbour.isRouter ? 'yes' : 'no',
        disabled: 'no',
      },
    }));
}

/** `/ip arp` */
export function arp(twin: Twin): MenuSpec {
  let learnt: readonly KernelNeighbour[] = [];
  return {
    path: 'ip arp',
    kind: 'list',
    columns:
      twin.version.major === 6
        ? ['address', 'mac-address', 'interface']
        : ['address', 'mac-address', 'interface', 'status'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
      [{ letter: 'D', name: 'dynamic' }],
      [{ letter: 'P', name: 'published' }],
      [{ letter: 'C', name: 'complete' }],
    ],
    touches: ['links'],
    properties: {
      address: { type: ipAddress, required: true },
      'mac-address': { type: macAddress },
      interface: { type: interfaceReference(twin), required: true },
      published: { type: boolean, default: 'no', inert: true },
      status: { type: word, readonly: true },
      complete: { type: boolean, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    refresh: async () => {
      learnt = await twin.neighbours();
    },
    invalid: goneInterface(twin),
    computed: ({ props }) => (props['mac-address'] === undefined ? {} : { complete: 'yes', status: 'permanent' }),
    dynamicRows: () => learntRows(twin, 'ip arp', learnt, false),
    removeDynamic: async ({ props }) => twin.forgetNeighbour(props['address'] ?? '', props['interface'] ?? ''),
  };
}

/** `/ipv6 neighbor` */
export function neighbours6(twin: Twin): MenuSpec {
  let learnt: readonly KernelNeighbour[] = [];
  return {
    path: 'ipv6 neighbor',
    kind: 'list',
    columns: ['address', 'mac-address', 'interface', 'status'],
    flags: [[{ letter: 'X', name: 'disabled' }], [{ letter: 'D', name: 'dynamic' }], [{ letter: 'R', name: 'router' }]],
    touches: ['links'],
    properties: {
      address: { type: ip6Address, required: true },
      'mac-address': { type: macAddress },
      interface: { type: interfaceReference(twin), required: true },
      status: { type: word, readonly: true },
      router: { type: boolean, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    refresh: async () => {
      learnt = await twin.neighbours();
    },
    dynamicRows: () => learntRows(twin, 'ipv6 neighbor', learnt, true),
    removeDynamic: async ({ props }) => twin.forgetNeighbour(props['address'] ?? '', props['interface'] ?? ''),
  };
}
