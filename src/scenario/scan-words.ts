import type { ScanProfile, ScanRequest } from '../probes/scan.ts';
import { formatPorts, type PortText, parsePort } from './matchers/port-list.ts';

/** What nmap is asked for. */
export function scanRequest(what: ScanProfile | readonly PortText[]): ScanRequest {
  if (typeof what === 'string') return { profile: what };
  const ports = what.map(parsePort);
  const [tcp, udp] = (['tcp', 'udp'] as const).map((wanted) =>
    ports.filter(({ protocol }) => protocol === wanted).map(({ port }) => port),
  );
  return { ...(tcp?.length ? { tcp } : {}), ...(udp?.length ? { udp } : {}) };
}

/** The same for people. */
export function profileText(what: ScanProfile | readonly PortText[], { tcp }: ScanRequest): string {
  if (typeof what !== 'string') return formatPorts(what.map(parsePort));
  return tcp === undefined ? what : `${what}, ${typeof tcp === 'string' ? tcp : formatPorts(tcp.map(parsePort))}`;
}
