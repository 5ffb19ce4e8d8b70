import { createHash } from 'node:crypto';
import type { Host } from '../lab/host.ts';

/** Which ports a scan is about: these, or the thousand TCP ports that nmap takes for the most usual ones. */
export type ScannedPorts = readonly number[] | 'top1000';

// nmap's own search for its files: what a user has put into their home comes first, and is left alone. Vendors of
// network cards are those of MikroTik and whatever is locally administered, as the cards of labs are.
const script = `
out=$1 ports=$2
nmap=$(command -v nmap) && all=\${nmap%/bin/*}/share/nmap || exit 1
[ -z "$NMAPDIR" ] && [ ! -e "$HOME/.nmap" ] && [ -r "$all/nmap-services" ] && [ -r "$all/nmap-mac-prefixes" ] || exit 1
mkdir -p "$out" || exit 1
put() { cat >"$out/$1.$$" && mv "$out/$1.$$" "$out/$1"; }
if [ "$ports" = top1000 ]; then
  least=$(awk '$2 ~ /\\/tcp$/ { print $3 }' "$all/nmap-services" | sort -rn | sed -n 1000p)
  awk -v least="$least" '$2 ~ /\\/tcp$/ && $3 + 0 >= least + 0' "$all/nmap-services" | put nmap-services
else
  awk -v ports="$ports" 'BEGIN { split(ports, list, ","); for (i in list) wanted[list[i]] = 1 }
    split($2, words, "/") == 2 && words[1] in wanted' "$all/nmap-services" | put nmap-services
fi && grep -E '^.[2367ABEF]|Routerboard|Mikrotik' "$all/nmap-mac-prefixes" | put nmap-mac-prefixes`;

/**
 * What nmap reads of its own files is most of the work of a short scan: 27,000 services and 40,000 vendors of network
 * cards, 41 ms of processor time instead of 9. A host's nmap is given the part that a scan can need, once for
 * each set of ports; everything that a scan finds and says is the same.
 */
export class NmapData {
  static readonly #ofHosts = new WeakMap<Host, NmapData>();
  readonly #host: Host;
  readonly #environments = new Map<string, Promise<Readonly<Record<string, string>>>>();

  private constructor(host: Host) {
    this.#host = host;
  }

  static on(host: Host): NmapData {
    const data = NmapData.#ofHosts.get(host) ?? new NmapData(host);
    NmapData.#ofHosts.set(host, data);
    return data;
  }

  /** The environment that leads nmap there; an empty one where it cannot be made: nmap then reads everything. */
  environmentFor(ports: ScannedPorts): Promise<Readonly<Record<string, string>>> {
    const key = String(ports);
    const known = this.#environments.get(key) ?? this.#make(key);
    this.#environments.set(key, known);
    return known;
  }

  async #make(ports: string): Promise<Readonly<Record<string, string>>> {
    const name = createHash('sha256').update(ports).digest('hex').slice(0, 12);
    const directory = `/run/knocklab/nmap/${this.#host.name}-${name}`;
    const made = await this.#host.exec(['sh', '-c', script, 'sh', directory, ports], { timeoutMs: 10_000 });
    return made.exitCode === 0 ? { NMAPDIR: directory } : {};
  }
}
