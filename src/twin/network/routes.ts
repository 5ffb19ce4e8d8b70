import { addressContains } from '../address-contains.ts';
import type { WantedNexthop, WantedRoute } from '../kernel/route-steps.ts';
import type { Item } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';

export interface ConnectedNetwork {
  /** `10.10.10.0/24` */
  readonly network: string;
  readonly interface: string;
  /** The router's own address in it, without the length. */
  readonly address: string;
}

/** A default route that came with a lease. */
export interface LeasedRoute {
  readonly gateway: string;
  readonly interface: string;
  readonly distance: number;
}

/** What routes are worked out from: the state of one family's menus. */
export interface RouteFacts {
  readonly family: 4 | 6;
  readonly items: readonly Item[];
  readonly connected: readonly ConnectedNetwork[];
  readonly leased: readonly LeasedRoute[];
  /** Are there, and enabled. */
  readonly upInterfaces: ReadonlySet<string>;
  /** The kernel's number of a routing table; undefined: there is no such table. */
  readonly tableOf: (name: string) => number | undefined;
  /** Did a gateway fail the check that this route asks for? */
  readonly failed: (gateway: string, check: string) => boolean;
  /** Of several routes with one distance v7 uses all, v6 the first. */
  readonly shares: boolean;
}

/** A route with what became of it. */
export interface RouteState {
  /** Undefined: the default route of a lease. */
  readonly item: Item | undefined;
  readonly destination: string;
  readonly table: string;
  readonly distance: number;
  readonly nexthops: readonly WantedNexthop[];
  readonly active: boolean;
  /** One of several that share the traffic. */
  readonly ecmp: boolean;
}

const deadEnd = /^(blackhole|unreachable|prohibit)$/;
const maxDepth = 8;

/** Which routes are in use, and where each of them leads. */
export function routeStates(facts: RouteFacts): readonly RouteState[] {
  const candidates = [
    ...facts.items.map((item) => candidate(facts, item)),
    ...facts.leased.map((lease) => leasedCandidate(facts, lease)),
  ];
  const rivalsOf = Map.groupBy(
    candidates.filter(({ usable }) => usable),
    ({ table, destination }) => `${table} ${destination}`,
  );
  const connected = new Set(facts.connected.map(({ network }) => network));
  return candidates.map((route) => {
    const rivals = rivalsOf.get(`${route.table} ${route.destination}`) ?? [];
    const best = Math.min(...rivals.map(({ distance }) => distance));
    const isConnected = route.table === 'main' && connected.has(route.destination);
    const equals = rivals.filter(({ distance }) => distance === best);
    const active = route.usable && !isConnected && route.distance === best && (facts.shares || equals[0] === route);
    const ecmp = active && (facts.shares ? equals.flatMap((equal) => equal.nexthops) : route.nexthops).length > 1;
    return { ...route, active, ecmp };
  });
}

interface Candidate extends Omit<RouteState, 'active' | 'ecmp'> {
  readonly usable: boolean;
}

export const typeOf = ({ props }: Item): string =>
  props['blackhole'] === 'yes' ? 'blackhole' : (props['type'] ?? 'unicast');

const destinationOf = ({ props }: Item, family: 4 | 6): string =>
  props['dst-address'] ?? (family === 4 ? '0.0.0.0/0' : '::/0');

function candidate(facts: RouteFacts, item: Item): Candidate {
  const { props } = item;
  const table = props['routing-table'] ?? props['routing-mark'] ?? 'main';
  const leadsNowhere = deadEnd.test(typeOf(item));
  const nexthops = leadsNowhere ? [] : nexthopsOf(facts, item, 0);
  return {
    item,
    destination: destinationOf(item, facts.family),
    table,
    distance: Number(props['distance'] ?? 1),
    nexthops,
    usable: isEnabled(item) && facts.tableOf(table) !== undefined && (leadsNowhere || nexthops.length > 0),
  };
}

function leasedCandidate({ family, upInterfaces }: RouteFacts, lease: LeasedRoute): Candidate {
  return {
    item: undefined,
    destination: family === 4 ? '0.0.0.0/0' : '::/0',
    table: 'main',
    distance: lease.distance,
    nexthops: [{ via: lease.gateway, interface: lease.interface }],
    usable: upInterfaces.has(lease.interface),
  };
}

/** Each gateway of a route that can be reached, as the neighbour that packets are handed to. */
function nexthopsOf(facts: RouteFacts, { props }: Item, depth: number): readonly WantedNexthop[] {
  const check = props['check-gateway'] ?? 'none';
  return (props['gateway'] ?? '')
    .split(',')
    .filter((gateway) => gateway !== '' && !facts.failed(gateway, check))
    .flatMap((gateway) => resolved(facts, gateway, Number(props['target-scope'] ?? 10), depth));
}

function resolved(facts: RouteFacts, gateway: string, targetScope: number, depth: number): readonly WantedNexthop[] {
  if (facts.upInterfaces.has(gateway)) return [{ interface: gateway }];
  const [address = '', name] = (gateway.split('@')[0] ?? '').split('%');
  if (name !== undefined) return facts.upInterfaces.has(name) ? [{ via: address, interface: name, onlink: true }] : [];
  const direct = facts.connected.find(({ network }) => addressContains(network, address));
  if (direct !== undefined) return [{ via: address, interface: direct.interface }];
  return depth === maxDepth ? [] : overOthers(facts, address, targetScope, depth);
}

/** A gateway that is behind another one: the most specific route to it whose scope is near enough. */
function overOthers(facts: RouteFacts, gateway: string, targetScope: number, depth: number): readonly WantedNexthop[] {
  const over = facts.items
    .filter((item) => isEnabled(item) && typeOf(item) === 'unicast' && Number(item.props['scope'] ?? 30) <= targetScope)
    .filter((item) => (item.props['routing-table'] ?? item.props['routing-mark'] ?? 'main') === 'main')
    .filter((item) => addressContains(destinationOf(item, facts.family), gateway))
    .toSorted((a, b) => lengthOf(b, facts.family) - lengthOf(a, facts.family));
  for (const item of over) {
    const nexthops = nexthopsOf(facts, item, depth + 1);
    if (nexthops.length > 0) return nexthops;
  }
  return [];
}

const lengthOf = (item: Item, family: 4 | 6): number =>
  Number(destinationOf(item, family).split('/')[1] ?? (family === 4 ? 32 : 128));

/** A distance stands above the metric that the kernel gives to the IPv6 networks it is connected to. */
const metricOf = (distance: number, family: 4 | 6): number => (family === 6 ? 256 + distance : distance);

/** The active routes as the kernel takes them: those that share a destination are one. */
export function kernelRoutes({ family, tableOf }: RouteFacts, states: readonly RouteState[]): readonly WantedRoute[] {
  const routes = new Map<string, WantedRoute>();
  for (const { item, destination, table, distance, nexthops, active } of states) {
    if (!active) continue;
    const key = `${table} ${destination}`;
    const type = item === undefined ? 'unicast' : typeOf(item);
    routes.set(key, {
      destination,
      type: type === 'unicast' ? undefined : type,
      nexthops: distinct([...(routes.get(key)?.nexthops ?? []), ...nexthops]),
      metric: metricOf(distance, family),
      table: tableOf(table) ?? 254,
      source: item?.props['pref-src'],
    });
  }
  return [...routes.values()];
}

const distinct = (nexthops: readonly WantedNexthop[]): readonly WantedNexthop[] =>
  nexthops.filter(
    (one, index) => nexthops.findIndex((other) => other.via === one.via && other.interface === one.interface) === index,
  );
