import { RouterosError } from '../../routeros/routeros-error.ts';
import type { LeaseEvent } from '../kernel/dhcp-leases.ts';
import type { Props } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** What a router does when its DHCP server gives or takes an address: a log line, address lists, `lease-script`. */
export class LeaseEvents {
  readonly #twin: Twin;
  /** Address by client: a renewal is no event. */
  readonly #bound = new Map<string, string>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  take(event: LeaseEvent): void {
    const { bound, address, mac } = event;
    if ((this.#bound.get(mac) === address) === bound) return;
    if (bound) this.#bound.set(mac, address);
    else this.#bound.delete(mac);
    const server = this.#serverOf(address);
    this.#log(event, server['name'] ?? '');
    this.#enlist(event, server)
      .then(() => this.#runScript(event, server))
      .catch((error: unknown) => this.#twin.log.write(['dhcp', 'error'], String(error)));
  }

  #serverOf(address: string): Props {
    const name = this.#twin.network.dhcpServerOf(address);
    return this.#twin.menus.get('ip dhcp-server').items.find(({ props }) => props['name'] === name)?.props ?? {};
  }

  #log({ bound, address, mac, hostName }: LeaseEvent, server: string): void {
    const isOld = this.#twin.version.major === 6;
    const client = isOld || hostName === undefined ? mac : `${mac} ${hostName}`;
    const preposition = isOld ? (bound ? 'to' : 'from') : 'for';
    this.#twin.log.write(
      ['dhcp', 'info'],
      `${server} ${bound ? 'assigned' : 'deassigned'} ${address} ${preposition} ${client}`,
    );
  }

  /** `address-lists` of the server and of the lease hold the client's address while it has it. */
  async #enlist({ bound, address, mac }: LeaseEvent, server: Props): Promise<void> {
    const lease = this.#twin.menus.get('ip dhcp-server lease').items.find(({ props }) => props['mac-address'] === mac);
    const names = `${server['address-lists'] ?? ''},${lease?.props['address-lists'] ?? ''}`.split(',');
    const entries = this.#twin.menus.get('ip firewall address-list');
    for (const list of names.filter((name) => name !== '')) {
      const present = (await entries.rows()).find(
        ({ props }) => props['list'] === list && props['address'] === address,
      );
      if (!bound && present?.dynamic === true) await entries.remove(present);
      if (bound && present === undefined) await entries.add({ list, address, timeout: server['lease-time'] ?? '10m' });
    }
    await this.#twin.commit().catch(() => undefined);
  }

  async #runScript({ bound, address, mac, hostName = '' }: LeaseEvent, server: Props): Promise<void> {
    const script = server['lease-script'] ?? '';
    if (script === '') return;
    const variables = {
      leaseBound: bound ? '1' : '0',
      leaseServerName: server['name'] ?? '',
      leaseActMAC: mac,
      leaseActIP: address,
      'lease-hostname': hostName,
    };
    await runWithVariables(this.#twin, { name: 'lease-script', script, variables });
  }
}

/** Runs a script that the router itself starts, with what it tells it; its errors go to the log. */
export async function runWithVariables(
  twin: Twin,
  { name, script, variables }: { name: string; script: string; variables: Readonly<Record<string, string>> },
): Promise<void> {
  const source = twin.menus.get('system script').items.find(({ props }) => props['name'] === script);
  const locals = Object.entries(variables).map(([key, value]) => `:local "${key}" ${literal(value)};`);
  const text = `${locals.join(' ')} ${source?.props['source'] ?? script}`;
  try {
    await twin.scripts.runText({ name, text }, { user: '*sys', print: () => undefined, signal: twin.neverAborted });
  } catch (error) {
    const said = error instanceof RouterosError ? error.text : String(error);
    twin.log.write(['script', 'error'], `executing script failed, please check it manually: ${said}`);
  }
}

/** Addresses are addresses, everything else is text. */
const literal = (value: string): string =>
  /^\d+\.\d+\.\d+\.\d+$/.test(value) ? value : `"${value.replaceAll(/[\\"$]/g, '\\$&').replaceAll(/[\r\n]/g, ' ')}"`;
