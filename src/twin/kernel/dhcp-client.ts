import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { RunningProcess } from '../../process/command.ts';
import { startProcess } from '../../process/start-process.ts';

export interface Lease {
  /** `10.0.2.15/24` */
  readonly address: string;
  readonly gateway: string | undefined;
  readonly dnsServers: readonly string[];
  readonly server: string | undefined;
  readonly leaseSeconds: number;
}

/** udhcpc tells by its script what happened; the addresses are set by the twin, like everything else. */
const script = `#!/bin/sh
echo "$1|$ip|$mask|$router|$dns|$serverid|$lease"
`;

/** One `/ip dhcp-client` at work: busybox udhcpc, which sends from raw sockets as RouterOS does. */
export class DhcpClient implements AsyncDisposable {
  readonly #process: RunningProcess;
  lease: Lease | undefined;
  #ended = false;

  private constructor(process: RunningProcess) {
    this.#process = process;
  }

  static async start(options: {
    kernelInterface: string;
    runDirectory: string;
    onChange: () => void;
  }): Promise<DhcpClient> {
    const file = `${options.runDirectory}/udhcpc.sh`;
    await writeFile(file, script, { mode: 0o755 });
    const argv = [
      'busybox',
      'udhcpc',
      '-f',
      '-i',
      options.kernelInterface,
      '-s',
      file,
      '-t',
      '8',
      '-T',
      '1',
      '-A',
      '2',
    ];
    const client = new DhcpClient(await startProcess(argv));
    createInterface({ input: client.#process.stdout }).on('line', (line) => {
      if (client.#take(line)) options.onChange();
    });
    return client;
  }

  #take(line: string): boolean {
    const [event = '', address = '', mask = '', routers = '', dns = '', server = '', lease = ''] = line.split('|');
    if (event === 'bound' || event === 'renew') {
      this.lease = {
        address: `${address}/${mask === '' ? '32' : mask}`,
        gateway: routers.split(' ').find((word) => word !== ''),
        dnsServers: dns.split(' ').filter((word) => word !== ''),
        server: server === '' ? undefined : server,
        leaseSeconds: Number(lease),
      };
      return true;
    }
    if (event !== 'deconfig' || this.lease === undefined || this.#ended) return false;
    this.lease = undefined;
    return true;
  }

  /** Gives the lease back, or asks for it anew at once. */
  tell(what: 'release' | 'renew'): void {
    this.#process.kill(what === 'release' ? 'SIGUSR2' : 'SIGUSR1');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    await this.#process[Symbol.asyncDispose]();
  }
}
