import type { Step } from './ip-batch.ts';

export interface WantedLink {
  readonly name: string;
  /** `port`: plugged in by the lab. `bridge`: made here; without ports it is a loopback with an Ethernet address. */
  readonly kind: 'port' | 'bridge';
  readonly up: boolean;
  readonly master?: string | undefined;
  readonly mac?: string | undefined;
  readonly mtu?: string | undefined;
  readonly arp?: string | undefined;
  /** One bit for each interface list it is in: rules match it as a device group. */
  readonly group: number;
}

type KernelName = (name: string) => string;

/** What makes a link: the device itself and what it is delivered with. */
export function createdSteps({ name, kind, mac, mtu }: WantedLink, kernelName: KernelName): Step[] {
  const kernel = kernelName(name);
  const set = (key: string, words: string, undo = ''): Step => ({
    key: `${key} ${kernel}`,
    apply: `link set dev ${kernel} ${words}`,
    undo: undo === '' ? '' : `link set dev ${kernel} ${undo}`,
  });
  return [
    ...(kind === 'bridge' ? [madeBridge(kernel)] : []),
    ...(mac === undefined ? [] : [set('mac', `address ${mac}`)]),
    ...(mtu === undefined ? [] : [set('mtu', `mtu ${mtu}`, 'mtu 1500')]),
  ];
}

// A port is heard from the first frame on: no spanning tree, no delay, no snooping.
const madeBridge = (kernel: string): Step => ({
  key: `link ${kernel}`,
  apply: `link add name ${kernel} type bridge forward_delay 0 mcast_snooping 0`,
  undo: `link del dev ${kernel}`,
});

/** What puts a link to work, once all of them are there. */
export function pluggedSteps({ name, up, master, group, arp }: WantedLink, kernelName: KernelName): Step[] {
  const kernel = kernelName(name);
  const set = (key: string, words: string, undo: string): Step => ({
    key: `${key} ${kernel}`,
    apply: `link set dev ${kernel} ${words}`,
    undo: `link set dev ${kernel} ${undo}`,
  });
  return [
    ...(master === undefined ? [] : [set('master', `master ${kernelName(master)}`, 'nomaster')]),
    ...(group === 0 ? [] : [set('group', `group ${group}`, 'group 0')]),
    ...(arp === 'disabled' ? [set('arp', 'arp off', 'arp on')] : []),
    ...(up ? [set('up', 'up', 'down')] : []),
  ];
}
