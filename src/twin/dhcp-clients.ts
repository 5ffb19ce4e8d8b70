import { DhcpClient } from './kernel/dhcp-client.ts';
import type { InterfaceLease } from './network.ts';

/** The DHCP clients at work, by the kernel's name of their interface: RouterOS's name may change meanwhile. */
export class DhcpClients {
  readonly #running = new Map<string, DhcpClient>();
  readonly #runDirectory: string;
  readonly #onChange: () => void;

  constructor(runDirectory: string, onChange: () => void) {
    this.#runDirectory = runDirectory;
    this.#onChange = onChange;
  }

  /** Starts and stops clients until they are those of these interfaces. */
  async enact(kernelInterfaces: ReadonlySet<string>): Promise<void> {
    for (const [name, client] of this.#running) {
      if (kernelInterfaces.has(name)) continue;
      this.#running.delete(name);
      await client[Symbol.asyncDispose]();
      this.#onChange();
    }
    const fresh = [...kernelInterfaces].filter((name) => !this.#running.has(name));
    await Promise.all(fresh.map((name) => this.#start(name)));
  }

  async #start(kernelInterface: string): Promise<void> {
    const options = { kernelInterface, runDirectory: this.#runDirectory, onChange: this.#onChange };
    this.#running.set(kernelInterface, await DhcpClient.start(options));
  }

  tell(kernelInterface: string, what: 'release' | 'renew'): void {
    this.#running.get(kernelInterface)?.tell(what);
  }

  /** `nameOf`: RouterOS's name of a kernel's interface. */
  leases(nameOf: (kernelInterface: string) => string): readonly InterfaceLease[] {
    return [...this.#running].flatMap(([name, { lease }]) =>
      lease === undefined ? [] : [{ interface: nameOf(name), lease }],
    );
  }
}
