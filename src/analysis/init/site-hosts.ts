import type { Item } from '../check/configuration.ts';
import { addressIn, hostOf, isPrivate } from './address-plan.ts';
import type { Side, Site } from './side.ts';
import { sixHostOf } from './six.ts';

/** Who a host is to the scenario. */
type Role = 'isp' | 'stranger' | 'visitor' | 'remote' | 'member' | 'listed' | 'server';

export interface SiteHost {
  readonly name: string;
  readonly side: Side;
  readonly role: Role;
  /** `192.168.88.10` or `dhcp` */
  readonly address: string;
  readonly mac?: string;
  readonly address6?: string;
}

/** Hosts on every side: the world's for strangers, a local network's with whom its configuration names. */
export function hostsOf(site: Site): readonly SiteHost[] {
  const hosts = new HostPlan(site);
  for (const side of site.sides) {
    if (side.isOutside) hosts.world(side);
    else hosts.local(side);
  }
  return hosts.all;
}

/** What somebody out there is told of by no name, in every topology that `init` makes. */
export const worldName = 'world.example';

class HostPlan {
  readonly all: SiteHost[] = [];
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  world(side: Side): void {
    this.#add('isp', side, 'isp', side.gateway);
    for (const role of ['stranger', 'visitor', 'remote'] as const) this.#add(role, side, role, this.#free(side, 60));
  }

  local(side: Side): void {
    const base = /^lan\d*$/.test(side.name) ? side.name.replace('lan', 'client') : side.name;
    const targets = this.#forwardTargets(side);
    const lease = this.#leases(side).find(({ properties }) => !targets.includes(properties.get('address') ?? ''));
    const mac = lease?.properties.get('mac-address');
    const own = side.givesLeases ? 'dhcp' : this.#free(side, 20);
    this.#add(base, side, 'member', own, side.givesLeases ? mac : undefined);
    for (const address of targets) this.#add('server', side, 'server', address);
    for (const [list, address] of this.#listed(side)) this.#add(list, side, 'listed', address);
  }

  #add(name: string, side: Side, role: Role, address: string, mac?: string): void {
    const usable = mac !== undefined && /^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/.test(mac) && isUnicast(mac);
    // Routers have the first addresses of a network.
    const six =
      side.six === undefined || role === 'isp' ? {} : { address6: sixHostOf(side.six, 256 + this.all.length) };
    this.all.push({ name: this.#freeName(name), side, role, address, ...(usable ? { mac } : {}), ...six });
  }

  #freeName(wanted: string): string {
    const base = (wanted.toLowerCase().match(/[a-z0-9]+/g) ?? ['host'])
      .join('-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 10);
    const names = [base || 'host', ...Array.from({ length: 98 }, (_, number) => `${base || 'host'}${number + 2}`)];
    const taken = ['router', ...this.all.map(({ name }) => name)];
    return names.find((name) => !taken.includes(name)) ?? base;
  }

  #free(side: Side, from: number): string {
    const taken = [side.router, side.gateway, ...this.all.map(({ address }) => address), ...this.#leasedAddresses()];
    const wanted = hostOf(side.subnet, taken, from);
    return addressIn(side.subnet, wanted) && !wanted.endsWith('.255') ? wanted : hostOf(side.subnet, taken);
  }

  #items(menu: string): readonly Item[] {
    return this.#site.configuration.items(menu).filter(({ properties }) => properties.get('disabled') !== 'yes');
  }

  #leasedAddresses(): string[] {
    return this.#items('/ip dhcp-server lease').flatMap(({ properties }) => properties.get('address') ?? []);
  }

  #leases({ subnet }: Side): Item[] {
    return this.#items('/ip dhcp-server lease').filter(({ properties }) =>
      addressIn(subnet, properties.get('address') ?? ''),
    );
  }

  #forwardTargets({ subnet, router }: Side): string[] {
    const targets = this.#site.firewall
      .rules('ip', 'nat')
      .filter(({ action }) => action === 'dst-nat' || action === 'netmap')
      .map(({ properties }) => properties.get('to-addresses') ?? '');
    return [...new Set(targets)]
      .filter((address) => address !== router && addressIn(subnet, address))
      .slice(0, mostServers);
  }

  /** One host for each list of single addresses that input rules ask for. */
  #listed({ subnet, router }: Side): [list: string, address: string][] {
    const asked = this.#site.firewall.allSteps().filter(({ action }) => action === 'accept');
    const lists = [...new Set(asked.flatMap(({ properties }) => properties.get('src-address-list') ?? []))];
    return lists
      .filter((list) => !list.startsWith('!'))
      .flatMap((list): [string, string][] => {
        const entries = this.#items('/ip firewall address-list').filter(
          ({ properties }) => properties.get('list') === list,
        );
        const first = entries.map(({ properties }) => (properties.get('address') ?? '').split('-')[0] ?? '');
        const own = first.find((address) => address !== router && addressIn(subnet, address));
        return own === undefined ? [] : [[list, own]];
      })
      .slice(0, mostListed);
  }
}

const mostServers = 3;
const mostListed = 2;

const isUnicast = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0;

/** Networks whose addresses the world can answer without translation. */
export const routedSides = (site: Site): readonly Side[] =>
  site.sides.filter(({ isOutside, router }) => !isOutside && !isPrivate(router));
