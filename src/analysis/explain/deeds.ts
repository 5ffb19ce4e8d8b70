import { isIPv6 } from 'node:net';
import { KnocklabError } from '../../core/errors.ts';
import type { Host } from '../../lab/host.ts';
import { forge } from '../../probes/forge.ts';
import { knock } from '../../probes/knock.ts';
import { parseKnock } from '../../probes/knock-sequence.ts';
import { probeFailure, runTool } from '../../probes/run-tool.ts';
import { scan } from '../../probes/scan.ts';
import type { Router } from '../../router/router.ts';

/** What a host does before it is looked at. */
export type Deed =
  | { readonly kind: 'scan' }
  /** A SYN to each of nmap's thousand ports, from the highest down: the same packets in the same order each time. */
  | { readonly kind: 'sweep' }
  | { readonly kind: 'knock'; readonly sequence: readonly string[] }
  | { readonly kind: 'listed'; readonly list: string };

/** Reads `scan`, `knock=1000/tcp,2000/udp` or `listed=LIST`. */
export function parseDeed(text: string): Deed {
  if (text === 'scan') return { kind: 'scan' };
  const [kind, value = ''] = text.split(/=(.*)/s);
  if (kind === 'listed' && value !== '') return { kind, list: value };
  if (kind === 'knock' && value !== '') {
    const sequence = value.split(',');
    for (const item of sequence) parseKnock(item);
    return { kind, sequence };
  }
  throw new KnocklabError('input/deed', `"${text}" is nothing that a host could do before.`, {
    remedy: 'Known are "scan", "knock=1000/tcp,2000/udp" and "listed=NAME-OF-AN-ADDRESS-LIST".',
  });
}

// What `nmap ADDRESS` sends, without its pauses for answers that never come.
const ordinaryScan = ['-T5', '--min-rate', '3000', '--max-retries', '1'];

/** The two ends of a host's way to the router. */
export interface Ends {
  /** The host's own address. */
  readonly source: string;
  /** The address under which it meets the router, of the same family. */
  readonly address: string;
}

/** Does it. */
export async function doDeed(deed: Deed, from: Host, { source, address }: Ends, router: Router): Promise<void> {
  const family = isIPv6(address) ? 'ipv6' : 'ip';
  if (deed.kind === 'scan')
    await scan(from, address, { extraArgs: family === 'ipv6' ? ['-6', ...ordinaryScan] : ordinaryScan });
  else if (deed.kind === 'sweep') await sweep(from, source, address);
  else if (deed.kind === 'knock') await knock(from, address, deed.sequence);
  else await router.add(`/${family}/firewall/address-list`, { list: deed.list, address: source });
}

const sweepSourcePort = 46_001;

async function sweep(from: Host, source: string, destination: string): Promise<void> {
  const ports = (await usualPorts(from)).toSorted((a, b) => b - a);
  const transports = ports.map((port) => ({ protocol: 'tcp' as const, port, sourcePort: sweepSourcePort }));
  await forge(
    from,
    transports.map((transport) => ({ source, destination, transport })),
  );
}

/** nmap says which ports it would scan: `# Ports scanned: TCP(1000;1,3-4,6 …) UDP(0;) …` */
async function usualPorts(from: Host): Promise<number[]> {
  const result = await runTool(from, ['nmap', '-v', '-oG', '-', '--top-ports', '1000']);
  const list = /Ports scanned: TCP\(\d+;([\d,-]+)\)/.exec(result.stdout)?.[1];
  if (list === undefined) throw probeFailure('probe/scan-failed', 'nmap does not say which ports are usual', result);
  return list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
