import { addressContains } from './address-contains.ts';
import type { Item } from './menu/menu-spec.ts';
import type { ApiBackend } from './services/api-backend.ts';
import { anonymousTls, startApiServer } from './services/api-server.ts';
import type { BannerServiceName } from './services/banner-services.ts';
import { startService } from './services/banner-services.ts';
import type { AccessRule, Listening } from './services/listener.ts';
import type { Twin } from './twin.ts';

/** No server of ours yet: to enable it is refused. It is off on a fresh router. */
export const notServed = 'www-ssl';

interface Running {
  readonly port: number;
  readonly listening: Listening;
}

/** Listens as `/ip service` says; `address=` filters after the handshake, as RouterOS does (firewall-facts 4.1). */
export class ServiceManager {
  readonly #twin: Twin;
  readonly #backend: ApiBackend;
  readonly #running = new Map<string, Running>();

  constructor(twin: Twin, backend: ApiBackend) {
    this.#twin = twin;
    this.#backend = backend;
  }

  async enact(items: readonly Item[], bandwidthServer: boolean): Promise<void> {
    const wanted = new Map<string, number>();
    for (const { props } of items) {
      const name = props['name'] ?? '';
      if (props['disabled'] !== 'yes' && name !== notServed) wanted.set(name, Number(props['port']));
    }
    if (bandwidthServer) wanted.set('bandwidth-test', 2000);
    for (const [name, { port, listening }] of this.#running) {
      if (wanted.get(name) === port) continue;
      await listening.close();
      this.#running.delete(name);
    }
    await Promise.all(
      [...wanted].filter(([name]) => !this.#running.has(name)).map(([name, port]) => this.#start(name, port)),
    );
  }

  async #start(name: string, port: number): Promise<void> {
    const access = this.#access(name);
    const { version, log } = this.#twin;
    const listening =
      name === 'api' || name === 'api-ssl'
        ? await startApiServer({
            at: { address: '0.0.0.0', port },
            backend: this.#backend,
            version,
            log: (text) => process.stderr.write(`${text}\n`),
            access,
            // Without a certificate RouterOS offers anonymous Diffie-Hellman (api-facts 5).
            ...(name === 'api-ssl' ? { tls: anonymousTls } : {}),
          })
        : await startService(name as BannerServiceName, {
            port,
            identity: () => this.#twin.identity,
            version,
            ...access,
            onLoginFailure: (user, address) =>
              log.write(['system', 'error', 'critical'], `login failure for user ${user} from ${address} via ${name}`),
          });
    this.#running.set(name, { port, listening });
  }

  #access(name: string): AccessRule {
    return {
      allow: (address) => {
        const item = this.#twin.menus.get('ip service').items.find((candidate) => candidate.props['name'] === name);
        const allowed = item?.props['address'] ?? '';
        return allowed === '' || allowed.split(',').some((prefix) => addressContains(prefix, address));
      },
      onDenied: (address) => this.#twin.log.write(['system', 'warning'], `denied ${name} connect from ${address}`),
    };
  }
}
