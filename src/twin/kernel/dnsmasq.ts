import { readFile, writeFile } from 'node:fs/promises';
import type { RunningProcess } from '../../process/command.ts';
import { startProcess } from '../../process/start-process.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { DhcpLease } from './dhcp-leases.ts';
import { parseDhcpLeases } from './dhcp-leases.ts';

/** The router's DHCP server and its DNS resolver for others: one dnsmasq, made anew when its configuration changes. */
export class Dnsmasq {
  readonly #runDirectory: string;
  #process: RunningProcess | undefined;
  #configuration = '';
  #upstream = '';

  constructor(runDirectory: string) {
    this.#runDirectory = runDirectory;
  }

  get #leaseFile(): string {
    return `${this.#runDirectory}/dhcp.leases`;
  }

  async leases(): Promise<readonly DhcpLease[]> {
    return parseDhcpLeases(await readFile(this.#leaseFile, 'utf8').catch(() => ''), Date.now());
  }

  /**
   * An empty configuration stops it. Upstream servers come and go with the uplink's lease: they are read anew by a
   * running server, so that no client's request meets one that is just starting again.
   */
  async enact(lines: readonly string[], upstream: readonly string[] = []): Promise<void> {
    const servers = upstream.map((server) => `server=${server}\n`).join('');
    if (servers !== this.#upstream || this.#process === undefined) await writeFile(this.#serversFile, servers);
    const configuration = lines.length === 0 ? '' : [...this.#common(), ...lines, ''].join('\n');
    if (configuration !== this.#configuration) await this.#restart(configuration);
    else if (servers !== this.#upstream) this.#process?.kill('SIGHUP');
    this.#upstream = servers;
  }

  get #serversFile(): string {
    return `${this.#runDirectory}/dns-servers`;
  }

  async #restart(configuration: string): Promise<void> {
    this.#configuration = configuration;
    await this.#process?.[Symbol.asyncDispose]();
    this.#process = undefined;
    if (configuration !== '') await this.#start(configuration);
  }

  #common(): string[] {
    return [
      // An unprivileged namespace has one user: nothing to change to.
      'user=root',
      'group=',
      'keep-in-foreground',
      'log-facility=-',
      'no-hosts',
      'no-resolv',
      'no-ping',
      `servers-file=${this.#serversFile}`,
      'dhcp-authoritative',
      'dhcp-lease-max=100000',
      `dhcp-leasefile=${this.#leaseFile}`,
      `pid-file=${this.#runDirectory}/dnsmasq.pid`,
    ];
  }

  async #start(configuration: string): Promise<void> {
    const file = `${this.#runDirectory}/dnsmasq.conf`;
    await writeFile(file, configuration);
    const process = await startProcess(['dnsmasq', `--conf-file=${file}`]);
    const started = new Promise<true>((resolve) => {
      process.stderr.on('data', (chunk: Buffer) => {
        if (chunk.includes('started')) resolve(true);
      });
    });
    const first = await Promise.race([started, process.ended]);
    if (first !== true)
      throw new RouterosError(`failure: dnsmasq: ${first.stderr.trim()}`, { category: trapCategories.general });
    this.#process = process;
  }
}
