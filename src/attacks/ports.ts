import type { Forged } from '../scenario/host-deeds.ts';
import type { GuardedSystem } from './attack.ts';

/** The TCP ports that nmap asks first when nobody names any: the beginning of its list by frequency. */
const common = [
  7, 9, 13, 21, 22, 23, 25, 26, 37, 53, 79, 80, 81, 88, 106, 110, 111, 113, 119, 135, 139, 143, 144, 179, 199, 389, 427,
  443, 444, 445, 465, 513, 514, 515, 543, 544, 548, 554, 587, 631, 646, 873, 990, 993, 995, 1025, 1026, 1027, 1028,
  1029, 1110, 1433, 1720, 1723, 1755, 1900, 2000, 2001, 2049, 2121, 2717, 3000, 3128, 3306, 3389, 3986, 4899, 5000,
  5009, 5051, 5060, 5101, 5190, 5357, 5432, 5631, 5666, 5800, 5900, 6000, 6001, 6646, 7070, 8000, 8008, 8009, 8080,
  8081, 8443, 8888, 9100, 9999, 10000, 32768, 49152, 49153, 49154, 49155, 49156, 49157,
] as const;

interface KnockPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** The ports of a static sequence, in its order; empty where the knock is something else. */
export function knockPorts({ sequence = [] }: GuardedSystem): KnockPort[] {
  return sequence.flatMap((item) => {
    const match = /^(\d+)\/(tcp|udp)/.exec(item);
    return match === null ? [] : [{ protocol: match[2] === 'udp' ? 'udp' : 'tcp', port: Number(match[1]) }];
  });
}

/** What a scan of everything would meet, in ascending order: common ports and all that mean something here. */
export function scannedPorts(system: GuardedSystem): number[] {
  const own = knockPorts(system).filter(({ protocol }) => protocol === 'tcp');
  const trap = system.trap === undefined ? [] : [system.trap];
  const all = new Set([...common, ...system.guarded, ...own.map(({ port }) => port), ...trap]);
  return [...all].sort((a, b) => a - b);
}

/** One SYN to each port, as if from `source`. */
export function syns(source: string, ports: readonly number[]): Forged[] {
  return ports.map((port, index) => ({
    source,
    transport: { protocol: 'tcp', sourcePort: 40_000 + (index % 20_000), port },
  }));
}

/** A static sequence as packets from `source`; undefined where it is none that can be forged. */
export function forgedKnocks({ sequence }: GuardedSystem, source: string): Forged[] | undefined {
  const packets = sequence?.map((item) => forgedKnock(item, source));
  if (packets === undefined || packets.includes(undefined)) return undefined;
  return packets.filter((packet) => packet !== undefined);
}

function forgedKnock(item: string, source: string): Forged | undefined {
  const port = /^(\d+)\/(tcp|udp)(?::data=(.*))?$/s.exec(item);
  const sourcePort = 40_000 + Math.floor(Math.random() * 20_000);
  if (port?.[2] === 'tcp') return { source, transport: { protocol: 'tcp', sourcePort, port: Number(port[1]) } };
  if (port?.[2] === 'udp')
    return { source, transport: { protocol: 'udp', sourcePort, port: Number(port[1]), data: port[3] ?? '' } };
  if (!item.startsWith('icmp')) return undefined;
  const size = Number(/size=(\d+)/.exec(item)?.[1] ?? 84);
  const pattern = /pattern=([0-9a-f]+)/i.exec(item)?.[1];
  return { source, transport: { protocol: 'icmp', size, ...(pattern === undefined ? {} : { pattern }) } };
}
