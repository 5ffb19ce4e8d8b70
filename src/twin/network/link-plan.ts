import type { InterfaceLists } from '../interface-lists.ts';
import type { WantedLink } from '../kernel/link-steps.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { MenuTree } from '../menu/menu-tree.ts';
import { namesInterfaces } from '../menus/references.ts';
import { taggedVlans } from './vlan-ids.ts';

/** A cable that the lab plugged in for one VLAN of a port (`ether2.10`): on it, that VLAN's frames travel untagged. */
export interface VlanCable {
  readonly kernelName: string;
  /** The kernel's name of the port, which is its name from the factory. */
  readonly port: string;
  readonly vlan: number;
}

/** What the lab has and has not plugged in. */
interface Ports {
  readonly vlanCables: readonly VlanCable[];
  /** By their names from the factory. */
  readonly unplugged: ReadonlySet<string>;
}

/** What no interface of RouterOS stands for has a name that none can have. */
const hidden = (name: string): string => `\u0000${name}`;

/**
 * The links of the kernel that RouterOS's interfaces come down to. Each VLAN of a bridge or a port is a kernel bridge of
 * its own, so that VLANs are kept apart by a kernel without VLAN devices too; no frame carries a tag.
 */
export class LinkPlan {
  readonly #menus: MenuTree;
  readonly #lists: InterfaceLists;
  readonly #cables: readonly VlanCable[];
  readonly #unplugged: ReadonlySet<string>;
  readonly #segments = new Set<string>();

  constructor(menus: MenuTree, lists: InterfaceLists, { vlanCables, unplugged }: Ports) {
    this.#menus = menus;
    this.#lists = lists;
    this.#cables = vlanCables;
    this.#unplugged = unplugged;
  }

  /** Ports are plugged into bridges that exist: those come first. */
  links(): WantedLink[] {
    const ports = [...this.#items('interface ethernet').map((item) => this.#port(item)), ...this.#vlanCables()];
    const made = this.#menus.menus
      .filter(({ spec }) => namesInterfaces(spec) && !/ (ethernet|loopback)$/.test(spec.path))
      .flatMap((menu) => menu.items.map((item) => this.#made(menu.spec.path, item)));
    const segments = [...this.#segments].map((name): WantedLink => ({ name, kind: 'bridge', up: true, group: 0 }));
    const loopback = this.#items('interface loopback').map((item) => this.#port(item));
    return [...made, ...segments, ...ports, ...loopback];
  }

  #items(path: string): readonly Item[] {
    return this.#menus.menus.find(({ spec }) => spec.path === path)?.items ?? [];
  }

  #common({ props }: Item): Pick<WantedLink, 'name' | 'mtu' | 'arp' | 'group'> {
    const name = props['name'] ?? '';
    const mtu =
      /^\d+$/.test(props['mtu'] ?? '') && !['1500', '65536'].includes(props['mtu'] ?? '') ? props['mtu'] : undefined;
    return { name, mtu, arp: props['arp'], group: this.#lists.groupOf(name) };
  }

  #port(item: Item): WantedLink {
    if (this.#unplugged.has(item.props['default-name'] ?? '')) return this.#made('interface ethernet', item);
    return {
      ...this.#common(item),
      kind: 'port',
      up: isEnabled(item),
      mac: item.props['name'] === 'lo' ? undefined : item.props['mac-address'],
      master: this.#untaggedMaster(item.props['name'] ?? ''),
    };
  }

  /** Bridges, VLANs, and what the twin only knows by name: a device that addresses can be on. */
  #made(path: string, item: Item): WantedLink {
    const mac = item.props['admin-mac'] ?? (path === 'interface vlan' ? this.#macOf(item.props) : undefined);
    return { ...this.#common(item), kind: 'bridge', up: isEnabled(item), mac };
  }

  /** A VLAN has the Ethernet address of what it lies on. */
  #macOf({ interface: on }: Props): string | undefined {
    const parent = this.#menus.get('interface').items.find(({ props }) => props['name'] === on);
    return parent?.props['admin-mac'] ?? parent?.props['mac-address'];
  }

  #bridgePort(name: string): Item | undefined {
    return this.#items('interface bridge port').find((item) => isEnabled(item) && item.props['interface'] === name);
  }

  #bridge(name: string | undefined): Item | undefined {
    return this.#items('interface bridge').find(({ props }) => props['name'] === name);
  }

  /** Where the untagged frames of a port go. */
  #untaggedMaster(name: string): string | undefined {
    const dialled = this.#items('interface pppoe-client').find(
      (item) => isEnabled(item) && item.props['interface'] === name,
    );
    if (dialled !== undefined) return dialled.props['name'];
    const port = this.#bridgePort(name);
    const bridge = this.#bridge(port?.props['bridge']);
    if (port === undefined || bridge === undefined) return undefined;
    if (bridge.props['vlan-filtering'] !== 'yes') return bridge.props['name'];
    if (port.props['frame-types'] === 'admit-only-vlan-tagged') return undefined;
    return this.#segmentOf(bridge, Number(port.props['pvid'] ?? 1));
  }

  /** The kernel's bridge for one VLAN of a bridge. */
  #segmentOf({ props }: Item, vlan: number): string {
    const bridge = props['name'] ?? '';
    const filters = props['vlan-filtering'] === 'yes';
    if (filters && vlan === Number(props['pvid'] ?? 1)) return bridge;
    const own = this.#vlanOn(bridge, vlan);
    const isMember = !filters || taggedVlans(this.#items('interface bridge vlan'), bridge, bridge).has(vlan);
    if (own !== undefined && isMember) return own;
    const name = hidden(`${bridge}/${vlan}`);
    this.#segments.add(name);
    return name;
  }

  #vlanOn(parent: string, vlan: number): string | undefined {
    return this.#items('interface vlan').find(
      ({ props }) => props['interface'] === parent && Number(props['vlan-id'] ?? 1) === vlan,
    )?.props['name'];
  }

  #vlanCables(): WantedLink[] {
    return this.#cables.map(({ kernelName, port, vlan }) => {
      const item = this.#items('interface ethernet').find(({ props }) => props['default-name'] === port);
      const master = item === undefined ? undefined : this.#taggedMaster(item.props['name'] ?? '', vlan);
      const up = item !== undefined && isEnabled(item) && master !== undefined;
      return { name: hidden(kernelName), kind: 'port', up, master, group: 0 };
    });
  }

  /** Where the frames of a port that carry this tag go. */
  #taggedMaster(name: string, vlan: number): string | undefined {
    const port = this.#bridgePort(name);
    const bridge = this.#bridge(port?.props['bridge']);
    if (port === undefined || bridge === undefined) return this.#vlanOn(name, vlan);
    if (bridge.props['vlan-filtering'] !== 'yes') return this.#segmentOf(bridge, vlan);
    const held = taggedVlans(this.#items('interface bridge vlan'), bridge.props['name'] ?? '', name);
    return held.has(vlan) ? this.#segmentOf(bridge, vlan) : undefined;
  }
}
