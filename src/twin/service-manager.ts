import type { TlsOptions } from 'node:tls';
import { addressContains } from './address-contains.ts';
import type { Item, Props } from './menu/menu-spec.ts';
import { isEnabled } from './menu/menu-spec.ts';
import { startApiServer } from './services/api-server.ts';
import type { BannerServiceName } from './services/banner-services.ts';
import { startService } from './services/banner-services.ts';
import type { AccessRule, Listening } from './services/listener.ts';
import { tlsOptions } from './services/tls-options.ts';
import { startWwwService } from './services/www-service.ts';
import type { Twin } from './twin.ts';
import { isAtLeast } from './version.ts';

interface Address {
  readonly address: string;
  readonly port: number;
}

/** Where a service of this port listens. */
export type Place = (port: number) => Address;

const everywhere: Place = (port) => ({ address: '::', port });

interface Running {
  /** What it was started with: with anything else it has to be started anew. */
  readonly key: string;
  readonly at: Address;
  readonly listening: Listening;
}

/** Listens as `/ip service` says; `address=` filters after the handshake, as RouterOS does (firewall-facts 4.1). */
export class ServiceManager {
  readonly #twin: Twin;
  readonly #running = new Map<string, Running>();
  /** Undefined: a router that stands alone and was not asked to serve. */
  #place: Place | undefined;

  constructor(twin: Twin) {
    this.#twin = twin;
    this.#place = twin.enforced ? everywhere : undefined;
  }

  /** A router that stands alone listens from the next commit on, elsewhere than RouterOS would. */
  serveAt(place: Place): void {
    this.#place = place;
  }

  /** What listens, and where. */
  get served(): readonly { readonly service: string; readonly address: string; readonly port: number }[] {
    return [...this.#running].map(([service, { at, listening }]) => ({ service, ...at, port: listening.port }));
  }

  /** The open connections of a service. */
  connections(name: string): ReturnType<Listening['connections']> {
    return this.#running.get(name)?.listening.connections() ?? [];
  }

  async enact(items: readonly Item[], bandwidthServer: boolean): Promise<void> {
    const wanted = this.#wanted(items, bandwidthServer);
    for (const [name, { key, listening }] of this.#running) {
      if (wanted.get(name)?.key === key) continue;
      await listening.close();
      this.#running.delete(name);
    }
    await Promise.all([...wanted].map(([name, { key, port }]) => this.#ensure(name, key, port)));
  }

  #wanted(items: readonly Item[], bandwidthServer: boolean): Map<string, { key: string; port: number }> {
    const wanted = new Map<string, { key: string; port: number }>();
    if (this.#place === undefined) return wanted;
    for (const item of items.filter(isEnabled)) {
      const { name = '', port, certificate = '', 'tls-version': tls } = item.props;
      const fingerprint = this.#twin.certificates.pairOf(certificate)?.cert;
      wanted.set(name, { key: JSON.stringify([port, tls, fingerprint]), port: Number(port) });
    }
    if (bandwidthServer) wanted.set('bandwidth-test', { key: '', port: 2000 });
    return wanted;
  }

  async #ensure(name: string, key: string, port: number): Promise<void> {
    if (this.#running.has(name) || this.#place === undefined) return;
    const at = this.#place(port);
    this.#running.set(name, { key, at, listening: await this.#start(name, at) });
  }

  #start(name: string, at: Address): Promise<Listening> {
    const access = this.#access(name);
    const { version, log } = this.#twin;
    if (name === 'api' || name === 'api-ssl') {
      const faults = (text: string): void => void process.stderr.write(`${text}\n`);
      const tls = name === 'api-ssl' ? { tls: this.#tls(name) } : {};
      return startApiServer({ at, backend: this.#twin.backend, version, log: faults, access, ...tls });
    }
    const options = {
      twin: this.#twin,
      ...at,
      identity: () => this.#twin.identity,
      version,
      ...access,
      onLoginFailure: (user: string, address: string) =>
        log.write(['system', 'error', 'critical'], `login failure for user ${user} from ${address} via ${name}`),
    };
    if (name === 'www-ssl') return startWwwService({ ...options, tls: this.#tls(name) });
    return startService(name as BannerServiceName, options);
  }

  #props(name: string): Props {
    return this.#twin.menus.get('ip service').items.find(({ props }) => props['name'] === name)?.props ?? {};
  }

  #tls(name: string): TlsOptions {
    const { certificate = '', 'tls-version': tls } = this.#props(name);
    return tlsOptions(this.#twin.certificates.pairOf(certificate), tls === 'only-1.2');
  }

  #access(name: string): AccessRule {
    return {
      allow: (address) => {
        const allowed = this.#props(name)['address'] ?? '';
        return allowed === '' || allowed.split(',').some((prefix) => addressContains(prefix, address));
      },
      onDenied: (address) => this.#twin.log.write(['system', 'warning'], `denied ${name} connect from ${address}`),
      ...(isAtLeast(this.#twin.version, 7, 16)
        ? { mostSessions: () => Number(this.#props(name)['max-sessions'] ?? usualSessions) }
        : {}),
    };
  }
}

/** `max-sessions` of a service that nobody has set (firewall-facts 4.1). */
export const usualSessions = 20;
