import { runCommand } from '../../process/run-command.ts';
import { parseDuration } from '../../routeros/duration.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import type { DhcpLease, LeaseEvent } from '../kernel/dhcp-leases.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import type { Activity } from '../time/twin-clock.ts';
import type { Twin } from '../twin.ts';
import { LeaseExpiry } from './lease-expiry.ts';

/** What a router does when its DHCP server gives or takes an address: a log line, address lists, `lease-script`. */
export class LeaseEvents {
  readonly #twin: Twin;
  /** Address by client: a renewal is no event. */
  readonly #bound = new Map<string, string>();
  readonly #expiry: LeaseExpiry;

  constructor(twin: Twin) {
    this.#twin = twin;
    this.#expiry = new LeaseExpiry(twin.clock);
  }

  /** Until a lease ends, by the router's clock. */
  secondsLeft({ mac, expiresInSeconds }: DhcpLease): number {
    return this.#expiry.secondsLeft(mac) ?? expiresInSeconds;
  }

  take(event: LeaseEvent): void {
    const { bound, address, mac } = event;
    const server = this.#serverOf(address);
    if (bound) this.#expiry.begin(mac, this.#leaseMs(mac, server), () => this.#expire(event));
    else this.#expiry.stop(mac);
    if ((this.#bound.get(mac) === address) === bound) return;
    if (bound) this.#bound.set(mac, address);
    else this.#bound.delete(mac);
    this.#log(event, server['name'] ?? '');
    this.#twin.clock
      .track(async (activity) => {
        await this.#enlist(event, server);
        await this.#runScript(event, server, activity);
      })
      .catch((error: unknown) => this.#twin.log.write(['dhcp', 'error'], String(error)));
  }

  /** It was not renewed: the server forgets it, and tells of it. */
  #expire(event: LeaseEvent): void {
    const { clock, log } = this.#twin;
    const ends = async (): Promise<void> => {
      if (await this.#wouldHaveRenewed(event)) return this.take(event);
      await this.#twin.forgetLease(event.address);
      this.take({ ...event, bound: false });
    };
    void clock.track(ends).catch((error: unknown) => log.write(['dhcp', 'error'], String(error)));
  }

  /** Only the router's time was turned: by the client's it still has its lease, and it is there. */
  async #wouldHaveRenewed({ address }: LeaseEvent): Promise<boolean> {
    const lease = (await this.#twin.dhcpLeases()).find((candidate) => candidate.address === address);
    const on = this.#serverOf(address)['interface'];
    if (lease === undefined || lease.expiresInSeconds <= 0 || on === undefined) return false;
    const device = this.#twin.kernelName(on);
    return (await runCommand(['busybox', 'arping', '-f', '-c1', '-w1', '-I', device, address])).exitCode === 0;
  }

  /** `lease-time` of the lease, or of its server. */
  #leaseMs(mac: string, server: Props): number {
    const given = this.#leaseOf(mac)?.props['lease-time'] ?? server['lease-time'] ?? '10m';
    return parseDuration(given) ?? 600_000;
  }

  #leaseOf(mac: string): Item | undefined {
    return this.#twin.menus.get('ip dhcp-server lease').items.find(({ props }) => props['mac-address'] === mac);
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
    const names = `${server['address-lists'] ?? ''},${this.#leaseOf(mac)?.props['address-lists'] ?? ''}`.split(',');
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

  async #runScript(
    { bound, address, mac, hostName = '' }: LeaseEvent,
    server: Props,
    activity: Activity,
  ): Promise<void> {
    const script = server['lease-script'] ?? '';
    if (script === '') return;
    const variables = {
      leaseBound: bound ? '1' : '0',
      leaseServerName: server['name'] ?? '',
      leaseActMAC: mac,
      leaseActIP: address,
      'lease-hostname': hostName,
    };
    await runWithVariables(this.#twin, { name: 'lease-script', script, variables, activity });
  }
}

interface OwnScript {
  readonly name: string;
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Of the work that it is part of. */
  readonly activity?: Activity;
}

/** Runs a script that the router itself starts, with what it tells it; its errors go to the log. */
export async function runWithVariables(twin: Twin, { name, script, variables, activity }: OwnScript): Promise<void> {
  const source = twin.menus.get('system script').items.find(({ props }) => props['name'] === script);
  const locals = Object.entries(variables).map(([key, value]) => `:local "${key}" ${literal(value)};`);
  const text = `${locals.join(' ')} ${source?.props['source'] ?? script}`;
  try {
    await twin.scripts.runText(
      { name, text },
      {
        user: '*sys',
        print: () => undefined,
        signal: twin.neverAborted,
        activity,
      },
    );
  } catch (error) {
    const said = error instanceof RouterosError ? error.text : String(error);
    twin.log.write(['script', 'error'], `executing script failed, please check it manually: ${said}`);
  }
}

/** Addresses are addresses, everything else is text. */
const literal = (value: string): string =>
  /^\d+\.\d+\.\d+\.\d+$/.test(value) ? value : `"${value.replaceAll(/[\\"$]/g, '\\$&').replaceAll(/[\r\n]/g, ' ')}"`;
