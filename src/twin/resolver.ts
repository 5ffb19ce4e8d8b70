import { Resolver as DnsResolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import type { Value } from '../routeros/value.ts';
import type { Twin } from './twin.ts';

/** The router's own look-ups: static names first, then the servers of `/ip dns`, over the router's own firewall. */
export class Resolver {
  readonly #twin: Twin;

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  async resolve(name: string, server?: string): Promise<string> {
    if (isIP(name) === 4) return name;
    const fixed = this.#twin.menus
      .get('ip dns static')
      .items.find((item) => item.props['name'] === name && item.props['disabled'] !== 'yes');
    if (fixed?.props['address'] !== undefined) return fixed.props['address'];
    const servers = server === undefined ? this.#twin.network.dnsServers() : [server];
    if (servers.length === 0) throw dnsFailure('dns server failure');
    return this.#ask(name, servers);
  }

  async #ask(name: string, servers: readonly string[]): Promise<string> {
    // query-server-timeout 2s, query-total-timeout 10s (firewall-facts 7).
    const resolver = new DnsResolver({ timeout: 2000, tries: 2 });
    resolver.setServers(servers);
    try {
      const [address] = await resolver.resolve4(name);
      if (address === undefined) throw dnsFailure('dns name does not exist');
      return address;
    } catch (error) {
      if (error instanceof RouterosError) throw error;
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      throw dnsFailure(
        code === 'ENOTFOUND' || code === 'ENODATA'
          ? 'dns name does not exist'
          : code === 'ETIMEOUT'
            ? 'dns server timeout'
            : 'dns server failure',
      );
    }
  }

  /** `:resolve` */
  async resolveValue(name: string, server: string | undefined): Promise<Value> {
    return { type: 'ip', value: await this.resolve(name, server) };
  }
}

const dnsFailure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });
