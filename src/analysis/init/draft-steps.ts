import { demands } from '../check/firewall.ts';
import { interfacesOf } from '../check/outside.ts';
import { namedPorts } from '../check/ports.ts';
import type { Act, Draft } from './draft.ts';
import { draftKnock } from './draft-knock.ts';
import { draftSix } from './draft-six.ts';
import type { Side, Site } from './side.ts';
import type { SiteHost } from './site-hosts.ts';
import { SitePorts } from './site-ports.ts';

/** What a configuration promises, as things to try: from the inside outwards, the strangers last. */
export function draftSteps(site: Site, hosts: readonly SiteHost[], worldAddress: string): readonly Draft[] {
  const drafts = new Drafts(site, hosts, worldAddress);
  return [
    ...drafts.routerFromInside(),
    ...drafts.worldFromInside(),
    ...drafts.betweenNetworks(),
    ...drafts.forwardedPorts(),
    ...draftKnock(site, hosts),
    ...drafts.localFromOutside(),
    ...drafts.routerFromOutside(),
    ...draftSix(site, hosts),
  ];
}

class Drafts {
  readonly #site: Site;
  readonly #hosts: readonly SiteHost[];
  readonly #world: string;
  readonly #ports: SitePorts;

  constructor(site: Site, hosts: readonly SiteHost[], world: string) {
    this.#site = site;
    this.#hosts = hosts;
    this.#world = world;
    this.#ports = new SitePorts(site);
  }

  #of(...roles: readonly SiteHost['role'][]): readonly SiteHost[] {
    return this.#hosts.filter(({ role }) => roles.includes(role));
  }

  routerFromInside(): Draft[] {
    return this.#of('member', 'listed').map(({ name }) => ({
      title: `what ${name} sees of the router`,
      act: { do: 'scan', from: name, to: 'router', tcp: this.#ports.ofRouter() },
    }));
  }

  /** The provider cannot answer a private address: that it does shows that addresses are translated. */
  worldFromInside(): Draft[] {
    if (!this.#site.sides.some(({ isOutside }) => isOutside)) return [];
    return this.#of('member', 'listed').flatMap(({ name }): Draft[] => [
      { title: `${name} and the world`, act: { do: 'ping', from: name, to: this.#world } },
      {
        title: `what ${name} may do in the world`,
        act: { do: 'scan', from: name, to: this.#world, tcp: this.#ports.forwarded() },
      },
    ]);
  }

  betweenNetworks(): Draft[] {
    const pairs = this.#of('member').flatMap((from) =>
      this.#of('member', 'server')
        .filter((to) => to.side !== from.side)
        .map((to) => [from.name, to.name] as const),
    );
    return pairs.slice(0, mostPairs).map(([from, to]) => ({
      title: `what ${from} may do with ${to}`,
      act: { do: 'scan', from, to, tcp: this.#ports.forwarded() },
    }));
  }

  forwardedPorts(): Draft[] {
    const rules = this.#site.firewall
      .rules('ip', 'nat')
      .filter(({ action, properties }) => action === 'dst-nat' && properties.get('protocol') === 'tcp');
    const drafts = rules.flatMap(({ properties }) => {
      const target = this.#hosts.find(
        ({ address, role }) => role === 'server' && address === properties.get('to-addresses'),
      );
      if (target === undefined) return [];
      const ports = namedPorts(properties.get('dst-port') ?? '').slice(0, 2);
      return this.#sidesOf(properties).flatMap((side) =>
        ports.flatMap((port) => this.#forwardedPort(side, port, target, Number(properties.get('to-ports') ?? port))),
      );
    });
    return withoutRepeats(drafts);
  }

  #forwardedPort(side: Side, port: number, target: SiteHost, inner: number): Draft[] {
    const visitor = this.#hosts.find((host) => host.role === 'visitor' && host.side === side);
    if (visitor === undefined || Number.isNaN(inner)) return [];
    return [
      { title: `${target.name} serves port ${inner}`, act: { do: 'serve', on: target.name, port: inner } },
      {
        title: `port ${port} of ${side.interface} leads to ${target.name}`,
        act: { do: 'connect', from: visitor.name, to: side.target, port },
      },
    ];
  }

  #sidesOf(properties: ReadonlyMap<string, string>): readonly Side[] {
    const [address, name, list] = ['dst-address', 'in-interface', 'in-interface-list'].map((key) =>
      properties.get(key),
    );
    const outside = this.#site.sides.filter(({ isOutside }) => isOutside);
    if (address !== undefined) return outside.filter(({ router }) => router === address.split('/')[0]);
    if (name !== undefined) return outside.filter((side) => side.interface === name);
    if (list === undefined) return outside;
    const members = interfacesOf(this.#site.configuration, list);
    return members.length === 0 ? outside : outside.filter((side) => members.includes(side.interface));
  }

  localFromOutside(): Draft[] {
    return this.#of('stranger').flatMap(({ name }) =>
      this.#of('member').map(({ name: to }) => ({
        title: `${name} and ${to}`,
        act: { do: 'ping', from: name, to },
      })),
    );
  }

  /** A stranger who is watched for scanning is given time between a few ports and the next. */
  routerFromOutside(): Draft[] {
    return this.#of('stranger').flatMap(({ name, side }): Draft[] => {
      const ports = this.#ports.ofRouter();
      const isWatched = this.#site.firewall.allSteps().some((step) => demands(step, 'psd').length > 0);
      const parts = isWatched ? chunks(ports, portsBeforeSuspicion) : [ports];
      const scans = parts.flatMap((tcp, at): Act[] => [
        ...(at === 0 ? [] : [{ do: 'advance', duration: '1m' } as const]),
        { do: 'scan', from: name, to: side.target, tcp },
      ]);
      const ping: Act = { do: 'ping', from: name, to: side.target };
      return [ping, ...scans].map((act) => ({ title: `what ${name} sees of the router at ${side.interface}`, act }));
    });
  }
}

const mostPairs = 24;

/** MikroTik's own numbers are a weight of 21, and 3 for a low port. */
const portsBeforeSuspicion = 4;

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
}

function withoutRepeats(drafts: readonly Draft[]): Draft[] {
  return [...new Map(drafts.map((draft) => [JSON.stringify(draft.act), draft])).values()];
}
