import { isIP } from 'node:net';
import type { ResolveOptions } from '../routeros/device.ts';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import type { Value } from '../routeros/value.ts';
import { responseCodes } from './dns/dns-message.ts';
import { recordTypes } from './dns/dns-record.ts';
import { DnsServer } from './dns/dns-server.ts';
import { NameService } from './dns/name-service.ts';
import type { Item, Props } from './menu/menu-spec.ts';
import { isEnabled } from './menu/menu-spec.ts';
import type { Twin } from './twin.ts';

/** The router's own look-ups and its answers to others: static names first, then memory, then the servers of `/ip dns`. */
export class Resolver {
  readonly names: NameService;
  readonly #twin: Twin;
  readonly #server: DnsServer;

  constructor(twin: Twin) {
    this.#twin = twin;
    const items = (path: string): readonly Item[] => twin.menus.find(path.split(' '))?.items ?? [];
    const settings = (): Props => twin.menus.get('ip dns').settings.props;
    this.names = new NameService({
      nowMs: () => twin.clock.uptimeMs,
      settings,
      staticNames: () => items('ip dns static'),
      forwarders: () => items('ip dns forwarders').filter(isEnabled),
      servers: () => (twin.enforced ? twin.network.dnsServers() : []),
      listed: (entry) => void this.#enlist(entry),
    });
    this.#server = new DnsServer(this.names, () => ({
      udpBytes: Number(settings()['max-udp-packet-size'] ?? 4096),
      queries: Number(settings()['max-concurrent-queries'] ?? 100),
      tcpSessions: Number(settings()['max-concurrent-tcp-sessions'] ?? 20),
    }));
  }

  /** Listens when others may ask. */
  async enact(): Promise<void> {
    const open = this.#twin.menus.get('ip dns').settings.props['allow-remote-requests'] === 'yes';
    const own = ([4, 6] as const).flatMap((family) => this.#twin.network.connectedNetworks(family));
    await this.#server.listenOn(open ? [...new Set(['127.0.0.1', ...own.map(({ address }) => address)])] : []);
  }

  /** One address of a name; an address is its own. */
  async resolve(name: string, server?: string): Promise<string> {
    return (await this.resolveAll(name, { server }))[0] ?? name;
  }

  /** All addresses of a name, without those of the other family. */
  async resolveAll(
    name: string,
    { server, port = 53, type = 'ipv4' }: ResolveOptions & { server?: string | undefined } = {},
  ): Promise<readonly string[]> {
    if (isIP(name) !== 0) return [name];
    const wanted = recordTypes[type === 'ipv6' ? 'AAAA' : 'A'] ?? 1;
    const question = { name: name.toLowerCase().replace(/\.$/, ''), type: wanted };
    const answer = await this.names.answer(question, server === undefined ? undefined : { address: server, port });
    if (answer.code === responseCodes.serverFailure) throw dnsFailure('dns server failure');
    const addresses = answer.records.filter((record) => record.type === wanted).map(({ data }) => data);
    if (addresses.length === 0) throw dnsFailure('dns name does not exist');
    return addresses;
  }

  /** `:resolve` */
  async resolveValue(name: string, server: string | undefined, options: ResolveOptions = {}): Promise<Value> {
    const [address = name] = await this.resolveAll(name, { ...options, server });
    return { type: address.includes(':') ? 'ip6' : 'ip', value: address };
  }

  /** `/ip dns static address-list=`: who is answered with an address puts it on the list. */
  async #enlist({ list, name, address, seconds }: Parameters<ListEntry>[0]): Promise<void> {
    const menu = this.#twin.menus.find([address.includes(':') ? 'ipv6' : 'ip', 'firewall', 'address-list']);
    const props = { list, address, timeout: `${Math.max(1, seconds)}s`, comment: `created for ${name}.` };
    try {
      await menu?.add(props);
      await this.#twin.commit();
    } catch (error) {
      // It is on the list already; anything else is for the log.
      if (!(error instanceof RouterosError)) this.#twin.log.write(['dns', 'error'], String(error));
    }
  }
}

type ListEntry = (entry: { list: string; name: string; address: string; seconds: number }) => void;

const dnsFailure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });
