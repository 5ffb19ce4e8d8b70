import type { Probe } from './probes.ts';

/** `21-23, 80/tcp, 53/udp, icmp`: ports in a row of those that were asked for are joined. */
export function packetsText(probes: readonly Probe[], asked: readonly Probe[]): string {
  const parts = (['tcp', 'udp'] as const).flatMap((protocol) => {
    const ports = portsOf(probes, protocol);
    if (ports.length === 0) return [];
    const isAll = ports.length > 3 && ports.length === portsOf(asked, protocol).length;
    return [isAll ? `all ${protocol}` : `${runs(ports).join(', ')}/${protocol}`];
  });
  return [...parts, ...(probes.some(({ protocol }) => protocol === 'icmp') ? ['icmp'] : [])].join(', ');
}

function portsOf(probes: readonly Probe[], wanted: Probe['protocol']): number[] {
  return probes.flatMap(({ protocol, port }) => (protocol === wanted && port !== undefined ? [port] : []));
}

/** Only what lies side by side is joined: of the ports in between nobody has asked. */
function runs(ports: readonly number[]): string[] {
  const groups: number[][] = [];
  for (const port of ports) {
    const last = groups.at(-1);
    if (last?.at(-1) === port - 1) last.push(port);
    else groups.push([port]);
  }
  return groups.map((group) => (group.length > 1 ? `${group[0]}-${group.at(-1)}` : `${group[0]}`));
}
