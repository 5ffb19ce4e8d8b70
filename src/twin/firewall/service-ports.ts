import { helperLines, helpersOfKernel, type KernelHelper } from '../kernel/helper-lines.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import type { TableName } from '../kernel/ruleset.ts';
import type { Surroundings } from '../kernel/surroundings.ts';
import type { Item } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';

type Listening = Omit<KernelHelper, 'ports'> & { readonly ports?: string };

/** The kernel's helpers behind each entry, with the ports of those that have none to set. */
const helpers: Readonly<Record<string, readonly Listening[]>> = {
  ftp: [{ name: 'ftp', protocol: 'tcp' }],
  tftp: [{ name: 'tftp', protocol: 'udp' }],
  irc: [{ name: 'irc', protocol: 'tcp' }],
  h323: [
    { name: 'RAS', protocol: 'udp', ports: '1719' },
    { name: 'Q.931', protocol: 'tcp', ports: '1720' },
  ],
  sip: [
    { name: 'sip', protocol: 'udp' },
    { name: 'sip', protocol: 'tcp' },
  ],
  pptp: [{ name: 'pptp', protocol: 'tcp', ports: '1723' }],
  rtsp: [{ name: 'rtsp', protocol: 'tcp' }],
};

/** Helpers that speak IPv4 only. */
const only4 = new Set(['irc', 'pptp', 'rtsp']);

const keyOf = ({ name, protocol }: Listening): string => `${name} ${protocol}`;

/** What the entries of `/ip firewall service-port` are in the kernel: connections of some ports get a helper. */
export class ServicePorts {
  readonly #items: () => readonly Item[];
  readonly #complain: (text: string) => void;
  readonly #asked = new Set<string>();
  readonly #had = new Set<string>();

  /** `items`: of the menu. */
  constructor(items: () => readonly Item[], complain: (text: string) => void) {
    this.#items = items;
    this.#complain = complain;
  }

  /** Does the kernel lack what this entry stands for? */
  isMissing({ props }: Item): boolean {
    const keys = (helpers[props['name'] ?? ''] ?? []).map(keyOf);
    return keys.some((key) => this.#asked.has(key) && !this.#had.has(key));
  }

  /** Before lines that name helpers are loaded: the kernel is asked once for each. */
  async prepare(): Promise<void> {
    const unknown = this.#wanted().filter((helper) => !this.#asked.has(keyOf(helper)));
    if (unknown.length === 0) return;
    for (const helper of await helpersOfKernel(unknown)) this.#had.add(keyOf(helper));
    for (const helper of unknown) this.#asked.add(keyOf(helper));
    for (const item of this.#items())
      if (isEnabled(item) && this.isMissing(item))
        this.#complain(`service-port ${item.props['name'] ?? ''}: the kernel has no such helper`);
  }

  around(family: Family, table: TableName): Surroundings {
    if (table !== 'raw') return {};
    const had = this.#wanted().filter((helper) => this.#had.has(keyOf(helper)));
    return helperLines(had.filter(({ name }) => family === 'ip' || !only4.has(name)));
  }

  #wanted(): KernelHelper[] {
    return this.#items()
      .filter(isEnabled)
      .flatMap(({ props }) =>
        (helpers[props['name'] ?? ''] ?? []).map((helper) => ({ ports: props['ports'] ?? '', ...helper })),
      )
      .filter(({ ports }) => ports !== '');
  }
}
