import type { Source } from '../../core/source.ts';
import { missingNames } from '../../router/needed-names.ts';
import { portsOfConfiguration } from '../../routeros/ports-of-configuration.ts';
import { type Configuration, type Item, readConfiguration } from '../check/configuration.ts';
import { Firewall } from '../check/firewall.ts';
import { findOutside } from '../check/outside.ts';
import { addressIn, freeSubnet, hostOf, isPrivate, networkOf, widened } from './address-plan.ts';
import { PortPlan } from './port-plan.ts';
import type { Side, Site } from './side.ts';
import { withSix } from './six.ts';

/** Guesses the networks around a router. Reads only; what it cannot tell it leaves out, and says so. */
export function readSite(source: Source, dialect: '6.49' | '7'): Site {
  return new SiteReader(source, dialect).read();
}

const wanLike = /^(wan|outside|internet|external|uplinks?|public|isp\w*|inet)$/i;

class SiteReader {
  readonly #source: Source;
  readonly #configuration: Configuration;
  readonly #firewall: Firewall;
  readonly #ports: PortPlan;
  readonly #before: string[] = [];
  readonly #notes: string[] = [];

  constructor(source: Source, dialect: '6.49' | '7') {
    this.#source = source;
    this.#configuration = readConfiguration(source, dialect);
    this.#firewall = new Firewall(this.#configuration);
    this.#ports = new PortPlan(this.#configuration);
  }

  read(): Site {
    const factory = portsOfConfiguration(this.#source.text);
    const named = factory.map((port) => this.#ports.nameOf(port));
    const missing = missingNames(this.#source, { interfaces: [...factory, ...named], lists: [] });
    const sides = withSix(this.#sides(missing.interfaces, missing.lists), this.#items('/ipv6 address'));
    this.#declareLists(missing.lists, sides);
    this.#noteSix(sides);
    const plugged = sides.map(({ port }) => port);
    const unplugged = [...new Set([...factory, ...missing.interfaces])].filter((port) => !plugged.includes(port));
    return {
      configuration: this.#configuration,
      firewall: this.#firewall,
      sides,
      unplugged: unplugged.filter((name) => /^[a-zA-Z][\w-]{0,14}$/.test(name)),
      before: this.#before,
      notes: this.#notes,
    };
  }

  #sides(missing: readonly string[], lists: readonly string[]): Side[] {
    const outside = this.#outside();
    const addressed = this.#addresses().map((address) => this.#addressedSide(address, outside));
    const asking = this.#askers().map((name) => this.#leasedSide(name, addressed));
    const found = [...asking, ...addressed].flatMap((side) => (side === undefined ? [] : [side]));
    const all = found.length === 0 ? this.#declaredSides(missing, lists) : this.#withOutside(found);
    return unique(all);
  }

  #noteSix(sides: readonly Side[]): void {
    const menus = ['/ipv6 address', '/ipv6 dhcp-client', '/ipv6 firewall filter'];
    if (sides.some(({ six }) => six !== undefined) || menus.every((menu) => this.#items(menu).length === 0)) return;
    this.#notes.push(
      'It gives no interface an IPv6 address of its own, so nothing is tried over IPv6: its IPv6 rules are not looked at.',
    );
  }

  #items(menu: string): readonly Item[] {
    return this.#configuration.items(menu).filter(({ properties }) => properties.get('disabled') !== 'yes');
  }

  #addresses(): { readonly address: string; readonly name: string }[] {
    return this.#items('/ip address').flatMap(({ properties }) => {
      const [address, name] = [properties.get('address'), properties.get('interface')];
      const isHost = address === undefined || address.endsWith('/32') || !/^\d+(\.\d+){3}\/\d+$/.test(address);
      return isHost || name === undefined ? [] : [{ address, name }];
    });
  }

  /** Interfaces that get their address from a provider. */
  #askers(): string[] {
    const dhcp = this.#items('/ip dhcp-client').flatMap(({ properties }) => properties.get('interface') ?? []);
    const dialled = this.#items('/interface pppoe-client').flatMap(({ properties }) => properties.get('name') ?? []);
    return [...dhcp, ...dialled];
  }

  #outside(): ReadonlySet<string> {
    const named = findOutside(this.#configuration, this.#firewall) ?? new Set<string>();
    const gateways = this.#gateways();
    const routed = this.#addresses()
      .filter(({ address }) => gateways.some((gateway) => addressIn(networkOf(address), gateway)))
      .map(({ name }) => name);
    return new Set([...named, ...routed]);
  }

  #gateways(): string[] {
    return this.#items('/ip route')
      .filter(({ properties }) => ['0.0.0.0/0', undefined].includes(properties.get('dst-address')))
      .flatMap(({ properties }) => properties.get('gateway')?.split(',') ?? []);
  }

  #addressedSide({ address, name }: { address: string; name: string }, outside: ReadonlySet<string>): Side | undefined {
    const port = this.#ports.take(name);
    if (port === undefined) {
      this.#notes.push(`Nobody is put behind ${name} (${address}): the lab has nothing to plug in there.`);
      return undefined;
    }
    const isOutside = outside.has(name);
    const subnet = isOutside ? widened(networkOf(address)) : networkOf(address);
    const router = address.split('/')[0] ?? '';
    const gateway = this.#gateways().find((one) => one !== router && addressIn(subnet, one));
    return {
      name: this.#ports.networkName(name, isOutside),
      isOutside,
      interface: name,
      port,
      subnet,
      target: subnet === networkOf(address) ? 'router' : router,
      router,
      isLeased: false,
      givesLeases: this.#givesLeases(name, networkOf(address)),
      gateway: gateway ?? hostOf(subnet, [router]),
    };
  }

  #givesLeases(name: string, subnet: string): boolean {
    const served = this.#items('/ip dhcp-server').some(({ properties }) => properties.get('interface') === name);
    const gateway = this.#items('/ip dhcp-server network').some(({ properties }) =>
      addressIn(subnet, properties.get('gateway') ?? ''),
    );
    return served && gateway;
  }

  #leasedSide(name: string, others: readonly (Side | undefined)[]): Side | undefined {
    const port = this.#ports.take(name);
    if (port === undefined) return undefined;
    const subnet = this.#freeSubnet(others);
    return {
      name: this.#ports.networkName(name, true),
      isOutside: true,
      interface: name,
      port,
      subnet,
      target: 'router',
      router: hostOf(subnet, [], 2),
      isLeased: true,
      givesLeases: false,
      gateway: hostOf(subnet, []),
    };
  }

  readonly #given: string[] = [];

  /** Of addresses that the configuration does not speak of: a list of bogons would drop them. */
  #freeSubnet(others: readonly (Side | undefined)[]): string {
    const taken = [...others.flatMap((side) => side?.subnet ?? []), ...this.#given];
    const subnet = freeSubnet(this.#source.text, taken);
    this.#given.push(subnet);
    return subnet;
  }

  /** Somebody has to be the world: the first side with a public address, otherwise the first. */
  #withOutside(sides: readonly Side[]): Side[] {
    if (sides.some(({ isOutside }) => isOutside)) return [...sides];
    const chosen = sides.find(({ router }) => !isPrivate(router)) ?? sides[0];
    this.#notes.push(`Nothing says where the world is; ${chosen?.interface} is taken for it.`);
    return sides.map((side) => (side === chosen ? { ...side, isOutside: true } : side));
  }

  /** A part of a configuration without addresses gets two networks, by the names of interfaces that it uses. */
  #declaredSides(missing: readonly string[], lists: readonly string[]): Side[] {
    const outside = this.#outside();
    const known = [...new Set([...missing, ...portsOfConfiguration(this.#source.text)])];
    const wan = known.find((name) => outside.has(name)) ?? known.find((name) => /wan|pppoe|isp|ether1$/i.test(name));
    const lan = known.find((name) => name !== wan) ?? (wan === 'ether2' ? 'ether1' : 'ether2');
    this.#notes.push(
      `It has no addresses: ${wan ?? 'ether1'} is taken for the world and ${lan} for the local network${lists.length === 0 ? '' : `, lists ${lists.join(', ')} accordingly`}.`,
    );
    return [
      this.#declaredSide(wan ?? 'ether1', true, freeSubnet(this.#source.text, [])),
      this.#declaredSide(lan, false, '192.168.88.0/24'),
    ];
  }

  #declaredSide(name: string, isOutside: boolean, subnet: string): Side {
    const router = isOutside ? hostOf(subnet, [], 2) : hostOf(subnet, []);
    const gateway = hostOf(subnet, [router]);
    this.#before.push(`/ip address add address=${router}/24 interface=${name}`);
    if (isOutside) this.#before.push(`/ip route add dst-address=0.0.0.0/0 gateway=${gateway}`);
    const common = {
      target: 'router',
      isOutside,
      interface: name,
      port: name,
      subnet,
      router,
      isLeased: false,
      givesLeases: false,
    };
    return { ...common, name: isOutside ? 'wan' : 'lan', gateway };
  }

  #declareLists(lists: readonly string[], sides: readonly Side[]): void {
    for (const list of lists) {
      const members = sides.filter(({ isOutside }) => isOutside === wanLike.test(list)).map((side) => side.interface);
      this.#before.push(
        `/interface list add name=${quoted(list)}`,
        ...members.map((member) => `/interface list member add list=${quoted(list)} interface=${member}`),
      );
      this.#notes.push(`Interface list ${list} is not in the file: ${members.join(', ') || 'nothing'} is put on it.`);
    }
  }
}

const quoted = (name: string): string => (/^[\w-]+$/.test(name) ? name : `"${name}"`);

/** The first of those that share a network or a cable. */
function unique(sides: readonly Side[]): Side[] {
  return sides.filter(
    (side, at) =>
      !sides
        .slice(0, at)
        .some(
          (other) =>
            other.port === side.port || addressIn(other.subnet, side.router) || addressIn(side.subnet, other.router),
        ),
  );
}
