import { runCommand } from '../../process/run-command.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { EchoReply, EchoRequest } from './echo-request.ts';

/** Asks by ARP whether an address is there (`arp-ping=yes`), on the one interface that was named. */
export async function sendArp({ address, from = [], signal }: EchoRequest): Promise<EchoReply> {
  const [interfaceName] = from;
  if (interfaceName === undefined)
    throw new RouterosError('failure: interface must be specified for arp ping', {
      category: trapCategories.general,
    });
  const { stdout } = await runCommand(['busybox', 'arping', '-c', '1', '-w', '1', '-I', interfaceName, address], {
    ...(signal === undefined ? {} : { signal }),
    timeoutMs: 5000,
  });
  const [, mac, ms] = /from \S+ \[([\da-f:]+)\] ([\d.]+)ms/i.exec(stdout) ?? [];
  if (mac === undefined) return { host: address, rttMs: undefined, status: 'timeout' };
  return { host: mac.toUpperCase(), rttMs: Number(ms), status: '' };
}
