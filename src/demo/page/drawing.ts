import type { EventOf, NodeRow } from '../../trace/events.ts';

interface Place {
  readonly node: NodeRow;
  readonly x: number;
  readonly y: number;
}

/** The router in the middle column, each network a line to the right of it, its hosts along the line. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, Place>;
  readonly networks: readonly { readonly name: string; readonly subnet: string; readonly y: number }[];
  readonly router: Place | undefined;
}

export const size = { node: 150, height: 54, router: 132, row: 118, gap: 20 } as const;
const left = 14;

export function draw({ networks, nodes }: EventOf<'lab-up'>): Drawing {
  const joint = nodes.find(({ name }) => name === 'router');
  const rows = networks.map(({ name, subnet = '' }, index) => ({ name, subnet, y: 36 + index * size.row }));
  const places = new Map<string, Place>();
  let most = 1;
  for (const { name, y } of rows) {
    const hosts = nodes.filter((node) => node !== joint && node.endpoints[0]?.network === name);
    most = Math.max(most, hosts.length);
    for (const [index, node] of hosts.entries()) {
      places.set(node.name, { node, x: left + size.router + 36 + index * (size.node + size.gap), y: y + 22 });
    }
  }
  const height = 20 + rows.length * size.row;
  const router = joint === undefined ? undefined : { node: joint, x: left, y: 14 };
  if (router !== undefined) places.set('router', router);
  return { width: left + size.router + 36 + most * (size.node + size.gap), height, places, networks: rows, router };
}

/** The way of a packet: along the wires, or undefined where one end is not drawn. */
export function wayOf(drawing: Drawing, from: string, to: string): string | undefined {
  const start = placeOf(drawing, from);
  const end = placeOf(drawing, to);
  if (start === undefined || end === undefined || start === end) return undefined;
  const points = [...toRouter(drawing, start), ...toRouter(drawing, end).toReversed()];
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
}

/** By a node's name or one of its addresses; any other address is beyond the provider. */
export function placeOf({ places }: Drawing, end: string): Place | undefined {
  const all = [...places.values()];
  const owner = all.find(({ node }) => node.endpoints.some(({ address }) => address?.split('/')[0] === end));
  return places.get(end) ?? owner ?? all.find(({ node }) => node.kind === 'isp');
}

/** From a node to the router's edge. */
function toRouter({ networks }: Drawing, { node, x }: Place): [x: number, y: number][] {
  if (node.name === 'router') return [];
  const y = networks.find(({ name }) => name === node.endpoints[0]?.network)?.y ?? 0;
  return [
    [x + size.node / 2, y + 48],
    [x + size.node / 2, y],
    [left + size.router, y],
  ];
}
