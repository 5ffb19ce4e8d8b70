import { demands, type Step } from '../check/firewall.ts';
import { namedPorts } from '../check/ports.ts';
import type { Site } from './side.ts';

/** The TCP ports that are worth trying on a router and through it. */
export class SitePorts {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  /** RouterOS's services where they listen, and what rules of the input speak of; but not what trips a trap. */
  ofRouter(): number[] {
    const services = this.#site.configuration
      .items('/ip service')
      .flatMap(({ properties }) => Number(properties.get('port')));
    return this.#harmless([...services, 53, 2000, ...this.#named(this.#steps('input'), mostNamed)]);
  }

  /** What a local network usually wants of others, and what rules of the forward chain speak of. */
  forwarded(): number[] {
    return this.#harmless([22, 25, 80, 443, 445, 3389, ...this.#named(this.#steps('forward'), mostForwarded)]);
  }

  #steps(chain: string): readonly Step[] {
    return this.#site.firewall.steps('ip', 'filter', chain);
  }

  #named(steps: readonly Step[], most: number): number[] {
    const tcp = steps.filter((step) => demands(step, 'protocol').includes('tcp'));
    return [...new Set(tcp.flatMap((step) => demands(step, 'dst-port').flatMap(namedPorts)))].slice(0, most);
  }

  #harmless(ports: readonly number[]): number[] {
    const traps = this.#site.firewall
      .allSteps()
      .filter(({ action, chain }) => action.startsWith('add-src-to-address-list') && chain !== 'forward')
      .flatMap((step) => demands(step, 'dst-port').flatMap(namedPorts));
    const wanted = ports.filter((port) => port >= 1 && port <= 65_535 && !traps.includes(port));
    return [...new Set(wanted)].toSorted((a, b) => a - b);
  }
}

const mostNamed = 16;
const mostForwarded = 6;
