import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';

/** On a busy machine nping 0.7 now and then ends before its one packet is due, with exit code 0: two of 120 at a load of 24. */
const attempts = 10;

/**
 * Sends one packet made by hand: nping's own words, as `--udp -p 9 192.0.2.1`.
 * @throws KnocklabError `probe/packet-failed`: nping refused, or did not come to send it.
 */
export async function nping(host: Host, words: string): Promise<void> {
  let evidence = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { exitCode, stdout, stderr } = await host.exec(['sh', '-c', `nping -N -c 1 --rate 1000 ${words}`]);
    evidence = `${stdout}${stderr}`;
    if (exitCode !== 0) break;
    if (!stdout.includes('Raw packets sent: 0')) return;
  }
  throw new KnocklabError('probe/packet-failed', `nping could not send: ${words}`, { evidence });
}
