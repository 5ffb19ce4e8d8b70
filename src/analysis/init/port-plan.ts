import type { Configuration, Item } from '../check/configuration.ts';

/** Which cable leads to an interface that has an address: its own port, one of its bridge, or a VLAN of a port. */
export class PortPlan {
  readonly #configuration: Configuration;
  readonly #taken = new Set<string>();
  readonly #names = new Set<string>();

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** RouterOS's name of a port; the cable is plugged into the one that it has from the factory. */
  nameOf(factory: string): string {
    return this.#renamed().find((one) => one.factory === factory)?.name ?? factory;
  }

  /** Undefined: there is none, or another network has it. */
  take(interfaceName: string): string | undefined {
    const port = this.#cables(interfaceName).find((cable) => !this.#taken.has(cable) && isKernelName(cable));
    if (port !== undefined) this.#taken.add(port);
    return port;
  }

  /** Twelve characters at most, and no two alike. */
  networkName(interfaceName: string, isOutside: boolean): string {
    const words =
      interfaceName
        .toLowerCase()
        .replaceAll(/bridge|vlan-?\d*|^br(?=-)/g, '')
        .match(/[a-z0-9]+/g) ?? [];
    const own = words
      .filter((word) => !/^\d+$/.test(word))
      .join('-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 10);
    const plain = own === '' || /^(?:ether|sfp|combo|pppoe|wlan)/.test(own);
    const base = (isOutside ? (plain ? 'wan' : own) : plain ? 'lan' : own).replace(/-$/, '');
    const names = [base, ...Array.from({ length: 98 }, (_, number) => `${base}${number + 2}`)];
    const name = names.find((one) => !this.#names.has(one)) ?? base;
    this.#names.add(name);
    return name;
  }

  #items(menu: string): readonly Item[] {
    return this.#configuration.items(menu).filter(({ properties }) => properties.get('disabled') !== 'yes');
  }

  /** `set [ find default-name=ether1 ] name=wan` */
  #renamed(): { readonly factory: string; readonly name: string }[] {
    return ['/interface ethernet', '/interface wireless', '/interface wifi', '/interface lte'].flatMap((menu) =>
      this.#configuration.items(menu).flatMap(({ text, properties }) => {
        const factory = /default-name="?([\w-]+)/.exec(text)?.[1];
        const name = properties.get('name');
        return factory === undefined || name === undefined ? [] : [{ factory, name }];
      }),
    );
  }

  #factoryName(name: string): string {
    return this.#renamed().find((one) => one.name === name)?.factory ?? name;
  }

  #cables(name: string): readonly string[] {
    const dialled = this.#find('/interface pppoe-client', name)?.get('interface');
    if (dialled !== undefined) return this.#cables(dialled);
    const vlan = this.#find('/interface vlan', name);
    if (vlan !== undefined) return this.#vlanCables(vlan.get('interface') ?? '', vlan.get('vlan-id') ?? '1');
    if (this.#find('/interface bridge', name) !== undefined) return this.#bridgeCables(name);
    if (this.#isElsewhere(name)) return [];
    return [this.#factoryName(name)];
  }

  #find(menu: string, name: string): ReadonlyMap<string, string> | undefined {
    return this.#items(menu).find(({ properties }) => properties.get('name') === name)?.properties;
  }

  /** Tunnels and the like: no cable leads into them. */
  #isElsewhere(name: string): boolean {
    return tunnels.some((kind) => this.#find(`/interface ${kind}`, name) !== undefined);
  }

  #bridgePorts(bridge: string): readonly ReadonlyMap<string, string>[] {
    const ports = this.#items('/interface bridge port').map(({ properties }) => properties);
    const own = ports.filter((port) => port.get('bridge') === bridge);
    // A radio is a port, too, but a cable is plugged where one belongs.
    return own.toSorted((a, b) => Number(isRadio(a)) - Number(isRadio(b)));
  }

  #filters(bridge: string): boolean {
    return this.#find('/interface bridge', bridge)?.get('vlan-filtering') === 'yes';
  }

  #bridgeCables(bridge: string): string[] {
    const own = this.#find('/interface bridge', bridge)?.get('pvid') ?? '1';
    return this.#bridgePorts(bridge)
      .filter((port) => !this.#filters(bridge) || carries(port, own))
      .map((port) => this.#factoryName(port.get('interface') ?? ''));
  }

  #vlanCables(on: string, id: string): string[] {
    if (this.#find('/interface bridge', on) === undefined) return [`${this.#factoryName(on)}.${id}`];
    const ports = this.#bridgePorts(on);
    const untagged = ports.filter((port) => this.#filters(on) && carries(port, id));
    const tagged = ports.filter((port) => !this.#filters(on) || this.#isTagged(on, port.get('interface') ?? '', id));
    const name = (port: ReadonlyMap<string, string>): string => this.#factoryName(port.get('interface') ?? '');
    return [...untagged.map(name), ...tagged.map((port) => `${name(port)}.${id}`)];
  }

  #isTagged(bridge: string, port: string, id: string): boolean {
    return this.#items('/interface bridge vlan').some(
      ({ properties }) =>
        properties.get('bridge') === bridge &&
        (properties.get('vlan-ids') ?? '').split(',').includes(id) &&
        (properties.get('tagged') ?? '').split(',').includes(port),
    );
  }
}

const tunnels = [
  'wireguard',
  'l2tp-client',
  'pptp-client',
  'sstp-client',
  'ovpn-client',
  'gre',
  'ipip',
  'eoip',
  'bonding',
  'vrrp',
];

const isRadio = (port: ReadonlyMap<string, string>): boolean => /^(wlan|wifi|cap)/.test(port.get('interface') ?? '');

/** Untagged frames of a VLAN belong to this port. */
const carries = (port: ReadonlyMap<string, string>, vlan: string): boolean =>
  (port.get('pvid') ?? '1') === vlan && port.get('frame-types') !== 'admit-only-vlan-tagged';

/** `ether2.10` has to fit into what Linux keeps. */
const isKernelName = (name: string): boolean => /^[a-zA-Z][\w.-]{0,14}$/.test(name);
