import type { Item } from '../check/configuration.ts';

/** A first packet of some kind. */
export interface Probe {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port?: number;
}

/** Services of a RouterOS router as it is delivered, and what it answers hosts with. */
const services: Readonly<Record<'tcp' | 'udp', readonly number[]>> = {
  tcp: [21, 22, 23, 53, 80, 443, 2000, 8291, 8728, 8729],
  udp: [53, 67, 123, 161, 500, 1701, 4500, 5678],
};
/** Ports that nobody speaks of: what becomes of them is what becomes of all others. */
export const unnamedPort = 40_404;

/** Every port that one of the rules names, with the neighbours of its ranges, and those of the router's own services. */
export function probesFor(rules: readonly Item[]): readonly Probe[] {
  const ports = { tcp: new Set(services.tcp), udp: new Set(services.udp) };
  for (const { properties } of rules) {
    const protocol = properties.get('protocol');
    const named = [properties.get('dst-port'), properties.get('port')].flatMap((text) => edgePorts(text ?? ''));
    for (const kind of ['tcp', 'udp'] as const)
      if (protocol === undefined || protocol === kind) for (const port of named) ports[kind].add(port);
  }
  const sorted = (kind: 'tcp' | 'udp'): Probe[] =>
    [...ports[kind], unnamedPort].toSorted((a, b) => a - b).map((port) => ({ protocol: kind, port }));
  return [...sorted('tcp'), ...sorted('udp'), { protocol: 'icmp' }];
}

/** `22,1000-2000` → 22, 999, 1000, 2000, 2001 */
function edgePorts(text: string): number[] {
  const ports = text.replace('!', '').split(',');
  const all = ports.flatMap((part) => {
    const [first, last] = part.split('-').map(Number);
    if (first === undefined || Number.isNaN(first) || part === '') return [];
    return last === undefined ? [first] : [first - 1, first, last, last + 1];
  });
  return all.filter((port) => port >= 1 && port <= 65_535);
}

/** `22/tcp`, `icmp` */
export function probeText({ protocol, port }: Probe): string {
  return port === undefined ? protocol : `${port}/${protocol}`;
}
