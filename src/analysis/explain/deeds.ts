import { KnocklabError } from '../../core/errors.ts';
import type { Host } from '../../lab/host.ts';
import { knock } from '../../probes/knock.ts';
import { parseKnock } from '../../probes/knock-sequence.ts';
import { scan } from '../../probes/scan.ts';
import type { Router } from '../../router/router.ts';

/** What a host does before it is looked at. */
export type Deed =
  | { readonly kind: 'scan' }
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

/** Does it, at the address under which the host meets the router. */
export async function doDeed(deed: Deed, from: Host, address: string, router: Router): Promise<void> {
  if (deed.kind === 'scan') await scan(from, address, { extraArgs: ordinaryScan });
  else if (deed.kind === 'knock') await knock(from, address, deed.sequence);
  else await router.add('/ip/firewall/address-list', { list: deed.list, address: from.address ?? '' });
}
