import { BlockList } from 'node:net';
import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import type { Router } from '../router/router.ts';
import type { EventBody, RuleRow } from '../trace/events.ts';
import { type Witness, witnessKey } from './check.ts';
import { createDoor, type Door } from './door.ts';
import { type Addressed, type AddressListObservation, addressOf } from './matchers/address-list.ts';
import type { LogObservation } from './matchers/log.ts';
import type { Reachability } from './matchers/reachability.ts';
import type { TextPattern } from './matchers/text.ts';
import { matchesText } from './matchers/text.ts';
import type { ReachabilityOptions } from './reachability.ts';
import type { ScenarioClock } from './scenario-clock.ts';

interface Surroundings {
  readonly witness: Witness;
  readonly clock: ScenarioClock;
  readonly emit: (body: EventBody) => void;
  readonly reachability: (options?: ReachabilityOptions) => Reachability;
}

/** The router under test, as scenarios see it. */
export class ScenarioRouter {
  readonly name = 'router';
  /** The router's own API, for everything that has no word of its own here. */
  readonly api: Router;
  readonly #host: Host;
  readonly #surroundings: Surroundings;

  constructor(api: Router, host: Host, surroundings: Surroundings) {
    this.api = api;
    this.#host = host;
    this.#surroundings = surroundings;
  }

  /** For `expect(await router.addressList('port_scanners')).toHold(attacker)`. */
  async addressList(list: string): Promise<AddressListObservation> {
    return { [witnessKey]: this.#surroundings.witness, list, entries: await this.api.addressList(list) };
  }

  /** Whether a list holds an address, from now on: for matchers of time. */
  entry(list: string, address: Addressed): Door {
    const text = addressOf(address);
    const name = `${list} holds ${typeof address === 'string' ? address : address.name}`;
    const isOpen = async (): Promise<boolean> =>
      (await this.api.print('/ip/firewall/address-list', { query: { list, address: text } })).length > 0;
    const { witness, clock, emit } = this.#surroundings;
    return createDoor({ name, isOpen, clock, witness, emit });
  }

  /** The log, oldest line first; for `expect(await router.log()).toHaveLogged(/scan/)`. */
  async log(pattern?: TextPattern): Promise<LogObservation> {
    const lines = await this.api.log();
    const wanted = pattern === undefined ? lines : lines.filter(({ message }) => matchesText(message, pattern));
    return { [witnessKey]: this.#surroundings.witness, lines: wanted };
  }

  /** Who reaches what at this moment; for `await expect(router.reachability()).toMatchReachability('gw.reach.txt')`. */
  reachability(options?: ReachabilityOptions): Reachability {
    return this.#surroundings.reachability(options);
  }

  /** The rules of a firewall table with their counters. */
  rules(table: RuleRow['table'] = 'filter'): Promise<RuleRow[]> {
    return this.api.rules(table);
  }

  /** Runs a line on the router's console and gives what it prints. */
  run(line: string): Promise<string> {
    return this.api.run(line);
  }

  print(...args: Parameters<Router['print']>): ReturnType<Router['print']> {
    return this.api.print(...args);
  }

  /** The address under which a host meets the router: the one in the host's own subnet. */
  async addressFor(host: Pick<Host, 'name' | 'address'>): Promise<string> {
    const rows = await this.api.print('/ip/address', { proplist: ['address', 'interface', 'disabled', 'invalid'] });
    const usable = rows.filter(({ disabled, invalid }) => disabled !== 'true' && invalid !== 'true');
    const addresses = usable.map(({ address = '' }) => address);
    const shared = addresses.find((address) => host.address !== undefined && holds(address, host.address));
    if (shared !== undefined) return shared.split('/')[0] ?? '';
    throw new KnocklabError('lab/no-shared-network', `the router has no address in a network of ${host.name}`, {
      evidence: `${host.name}: ${host.address ?? 'no address'}\nrouter: ${addresses.join(', ')}`,
      remedy: 'Name the address to look at instead of the router.',
    });
  }

  /** Runs a command inside the router's network namespace: for looking, not for configuring. */
  exec(...args: Parameters<Host['exec']>): ReturnType<Host['exec']> {
    return this.#host.exec(...args);
  }
}

function holds(interfaceAddress: string, address: string): boolean {
  const [own = '', length = '32'] = interfaceAddress.split('/');
  const subnet = new BlockList();
  subnet.addSubnet(own, Number(length));
  return subnet.check(address);
}
