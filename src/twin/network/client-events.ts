import type { Lease } from '../kernel/dhcp-client.ts';
import type { Item } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { runWithVariables } from './lease-events.ts';

/** What a router does when a DHCP client of its own gets or loses an address: a log line, and its script. */
export class ClientEvents {
  readonly #twin: Twin;
  /** The address that was last told of, by interface. */
  readonly #told = new Map<string, string>();
  /** Interfaces whose client was told to give its lease back. */
  readonly #released = new Set<string>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  released(interfaceName: string): void {
    this.#released.add(interfaceName);
  }

  /** A lease came or went. */
  async look(): Promise<void> {
    const { menus, network } = this.#twin;
    const leases = network.leases();
    for (const item of menus.get('ip dhcp-client').items) {
      const name = item.props['interface'] ?? '';
      const lease = isEnabled(item) ? leases.find((candidate) => candidate.interface === name)?.lease : undefined;
      const [before, now] = [this.#told.get(name), addressOf(lease)];
      if (before === now) continue;
      this.#log(item, before, now);
      if (now === undefined) this.#told.delete(name);
      else this.#told.set(name, now);
      const script = item.props['script'] ?? '';
      const variables = leaseVariables(name, lease);
      if (script !== '') await runWithVariables(this.#twin, { name: 'dhcp-client script', script, variables });
    }
  }

  #log(item: Item, before: string | undefined, now: string | undefined): void {
    const { interface: name = '', name: own } = item.props;
    const who = `${own ?? 'dhcp-client'} on ${name}`;
    const isOurs = this.#released.delete(name) || !isEnabled(item);
    const { log } = this.#twin;
    if (before !== undefined) {
      const reason = isOurs ? 'lease stopped locally' : 'lease expired';
      log.write(['dhcp', 'info'], `${who} lost IP address ${before} - ${reason}`);
    }
    if (now !== undefined) log.write(['dhcp', 'info'], `${who} got IP address ${now}`);
  }
}

const addressOf = (lease: Lease | undefined): string | undefined => lease?.address.split('/')[0];

const leaseVariables = (name: string, lease: Lease | undefined): Readonly<Record<string, string>> => ({
  bound: lease === undefined ? '0' : '1',
  interface: name,
  'server-address': lease?.server ?? '',
  'lease-address': addressOf(lease) ?? '',
  'gateway-address': lease?.gateway ?? '',
});
