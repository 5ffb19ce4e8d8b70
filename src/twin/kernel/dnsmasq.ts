import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { RunningProcess } from '../../process/command.ts';
import { startProcess } from '../../process/start-process.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { DhcpLease, LeaseEvent } from './dhcp-leases.ts';
import { parseDhcpLeases, parseLeaseEvent } from './dhcp-leases.ts';

/** The router's DHCP server and its router advertisements: one dnsmasq, made anew when its configuration changes. */
export class Dnsmasq {
  readonly #runDirectory: string;
  #process: RunningProcess | undefined;
  #configuration = '';
  readonly #onLease: (event: LeaseEvent) => void;

  constructor(runDirectory: string, onLease: (event: LeaseEvent) => void) {
    this.#runDirectory = runDirectory;
    this.#onLease = onLease;
  }

  get #leaseFile(): string {
    return `${this.#runDirectory}/dhcp.leases`;
  }

  async leases(): Promise<readonly DhcpLease[]> {
    return parseDhcpLeases(await readFile(this.#leaseFile, 'utf8').catch(() => ''), Date.now());
  }

  /** An empty configuration stops it. */
  async enact(lines: readonly string[]): Promise<void> {
    const configuration = lines.length === 0 ? '' : [...this.#common(), ...lines, ''].join('\n');
    if (configuration !== this.#configuration) await this.#restart(configuration);
  }

  /** Takes a lease away: it only reads its file when it starts. */
  async forget({ address, mac, hostName }: DhcpLease): Promise<void> {
    const configuration = this.#configuration;
    await this.#restart('');
    const lines = (await readFile(this.#leaseFile, 'utf8').catch(() => '')).split('\n');
    await writeFile(this.#leaseFile, lines.filter((line) => line.split(' ')[2] !== address).join('\n'));
    await this.#restart(configuration);
    this.#onLease({ bound: false, address, mac, hostName });
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
      'dhcp-lease-max=100000',
      `dhcp-leasefile=${this.#leaseFile}`,
      `pid-file=${this.#runDirectory}/dnsmasq.pid`,
    ];
  }

  async #start(configuration: string): Promise<void> {
    const file = `${this.#runDirectory}/dnsmasq.conf`;
    await writeFile(file, configuration);
    const process = await startProcess(['dnsmasq', `--conf-file=${file}`]);
    createInterface({ input: process.stderr }).on('line', (line) => {
      const event = parseLeaseEvent(line);
      if (event !== undefined) this.#onLease(event);
    });
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
