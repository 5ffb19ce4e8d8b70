import type { Step } from './ip-batch.ts';

export interface WantedAddress {
  /** `10.10.10.1/24`, `2001:db8::1/64` */
  readonly address: string;
  readonly interface: string;
  /** The other end of a point-to-point link. */
  readonly peer?: string | undefined;
}

export interface WantedNexthop {
  readonly via?: string | undefined;
  readonly interface?: string | undefined;
  /** Said to be a neighbour there, whatever the addresses say. */
  readonly onlink?: boolean;
}

export interface WantedRoute {
  readonly destination: string;
  /** Several of them share the traffic. */
  readonly nexthops: readonly WantedNexthop[];
  /** `blackhole`, `unreachable`, `prohibit`: a route that leads nowhere. */
  readonly type?: string | undefined;
  readonly metric: number;
  readonly table: number;
  readonly source?: string | undefined;
}

/** A line of the routing policy, IPv4 and IPv6 each their own. */
export interface WantedRule {
  readonly family: 4 | 6;
  readonly preference: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly mark?: string | undefined;
  readonly interface?: string | undefined;
  /** `lookup 100`, `unreachable`, `blackhole` */
  readonly action: string;
}

export interface WantedNeighbour {
  readonly address: string;
  readonly mac: string;
  readonly interface: string;
}

type KernelName = (name: string) => string;

export function addressStep({ address, peer, interface: name }: WantedAddress, kernelName: KernelName): Step {
  const isIpv6 = address.includes(':');
  const what = `${peer === undefined ? address : `${address.split('/')[0]} peer ${peer}`} dev ${kernelName(name)}`;
  return {
    key: `address ${what}`,
    // No waiting for somebody else with this address: it is used at once.
    apply: `address replace ${what}${isIpv6 ? ' nodad' : ' brd +'}`,
    undo: `address del ${what}`,
  };
}

export function routeStep(route: WantedRoute, kernelName: KernelName): Step {
  const { destination, type, metric, table, source } = route;
  const head = `${type === undefined ? '' : `${type} `}${destination} table ${table} metric ${metric}`;
  const words = [head, ...(source === undefined ? [] : [`src ${source}`]), ...nexthopWords(route, kernelName)];
  return {
    key: `route ${head}`,
    apply: `route replace ${words.join(' ')}`,
    undo: `route del ${head}`,
  };
}

function nexthopWords({ nexthops }: WantedRoute, kernelName: KernelName): string[] {
  const words = nexthops.map(({ via, interface: name, onlink = false }) =>
    [
      ...(via === undefined ? [] : [`via ${via}`]),
      ...(name === undefined ? [] : [`dev ${kernelName(name)}`]),
      ...(onlink ? ['onlink'] : []),
    ].join(' '),
  );
  return words.length > 1 ? words.map((word) => `nexthop ${word}`) : words;
}

export function ruleStep(rule: WantedRule, kernelName: KernelName): Step {
  const words = [
    `from ${rule.from ?? 'all'}`,
    ...(rule.to === undefined ? [] : [`to ${rule.to}`]),
    ...(rule.mark === undefined ? [] : [`fwmark ${rule.mark}`]),
    ...(rule.interface === undefined ? [] : [`iif ${kernelName(rule.interface)}`]),
    `pref ${rule.preference}`,
    rule.action,
  ].join(' ');
  const key = `rule ${rule.family} ${words}`;
  return { key, apply: `rule add ${words}`, undo: `rule del ${words}`, onlyIpv6: rule.family === 6 };
}

export function neighbourStep({ address, mac, interface: name }: WantedNeighbour, kernelName: KernelName): Step {
  const where = `${address} dev ${kernelName(name)}`;
  return {
    key: `neighbour ${where}`,
    apply: `neighbour replace ${where} lladdr ${mac} nud permanent`,
    undo: `neighbour del ${where}`,
  };
}
