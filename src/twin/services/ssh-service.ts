import { createServer } from 'node:net';
import type { TwinServiceOptions } from './banner-services.ts';
import { type Listening, listen } from './listener.ts';
import { listenAt } from './service-options.ts';
import type { SshServer } from './ssh/ssh-server.ts';

/** SSH on 22. What it takes is loaded with the first client: a lab in which nobody logs in this way pays nothing for it. */
export async function startSshService(options: TwinServiceOptions): Promise<Listening> {
  const servers = new SshServers(options);
  const server = createServer((socket) => {
    if (socket.destroyed) return;
    servers.current().then(
      (ssh) => (socket.destroyed ? undefined : ssh.take(socket)),
      () => socket.destroy(),
    );
  });
  return await listen(server, 'ssh', listenAt(options), options);
}

/** A server for the settings of the moment; clients that came under others keep theirs. */
class SshServers {
  readonly #options: TwinServiceOptions;
  #settings = '';
  #server: Promise<SshServer> | undefined;

  constructor(options: TwinServiceOptions) {
    this.#options = options;
  }

  current(): Promise<SshServer> {
    const { twin } = this.#options;
    const settings = JSON.stringify([twin.menus.get('ip ssh').settings.props, twin.hostKeys.generation]);
    if (this.#server === undefined || settings !== this.#settings) this.#server = this.#load();
    this.#settings = settings;
    return this.#server;
  }

  async #load(): Promise<SshServer> {
    const { SshServer } = await import('./ssh/ssh-server.ts');
    return await SshServer.create(this.#options.twin);
  }
}
