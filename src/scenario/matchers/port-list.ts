import { KnocklabError } from '../../core/errors.ts';

/** A port as a scenario writes it: `22` (TCP), `'22/tcp'`, `'53/udp'`. */
export type PortText = number | string;

export interface Port {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

export function parsePort(text: PortText): Port {
  const match = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(String(text).trim());
  const port = Number(match?.[1]);
  if (match === null || port < 1 || port > 65535) {
    throw new KnocklabError('input/port', `"${text}" is not a port`, { remedy: 'Write 22, "22/tcp" or "53/udp".' });
  }
  return { port, protocol: match[2] === 'udp' ? 'udp' : 'tcp' };
}

export function portKey({ port, protocol }: Port): string {
  return `${port}/${protocol}`;
}

/** `22, 23/tcp open` or `22/tcp, 53/udp open`: the protocol once when all share it. */
export function formatPorts(ports: readonly Port[]): string {
  const protocols = new Set(ports.map(({ protocol }) => protocol));
  if (protocols.size !== 1) return ports.map(portKey).join(', ');
  return `${ports.map(({ port }) => port).join(', ')}/${ports[0]?.protocol}`;
}
