import { decodeIp } from '../../core/packet/ip.ts';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import type { MemoryLog } from '../log.ts';
import type { Props } from '../menu/menu-spec.ts';
import type { RosVersion } from '../version.ts';
import type { TrackedConnection } from './connection-table.ts';
import { readConnections } from './connection-table.ts';
import { firewallLogLine } from './log-line.ts';
import type { Family } from './matchers/matching.ts';
import { natText } from './nat-text.ts';

interface FirewallLogOptions {
  readonly family: Family;
  readonly version: RosVersion;
  readonly log: MemoryLog;
  readonly names: { interfaceName(ifindex: number | undefined): string };
}

/** A packet that a rule wants in the log. */
interface LoggedPacket {
  readonly packet: NflogPacket;
  readonly props: Props;
  /** With what has been translated: `new,dnat`. */
  readonly connectionState: string | undefined;
}

const isTranslated = ({ connectionState = '' }: LoggedPacket): boolean => connectionState.includes('nat');

/** Packets that rules handed over become lines of the log, in order. */
export class FirewallLog {
  readonly #options: FirewallLogOptions;
  /** Lines that wait for the connection table, and those behind them. */
  #waiting: LoggedPacket[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(options: FirewallLogOptions) {
    this.#options = options;
  }

  take(logged: LoggedPacket): void {
    if (this.#waiting.length === 0 && !isTranslated(logged)) {
      this.#write(logged, []);
      return;
    }
    this.#waiting.push(logged);
    if (this.#waiting.length === 1) this.#writing = this.#writeWaiting();
  }

  /** What a translated packet's ends were is in the table of connections. */
  async #writeWaiting(): Promise<void> {
    const connections = await readConnections(this.#options.family);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const logged of waiting) this.#write(logged, connections);
  }

  #write(logged: LoggedPacket, connections: readonly TrackedConnection[]): void {
    const { version, names, log } = this.#options;
    const { packet, props, connectionState } = logged;
    const ip = isTranslated(logged) ? decodeIp(packet.payload) : undefined;
    const line = firewallLogLine(
      packet,
      { prefix: props['log-prefix'] ?? '', chain: props['chain'] ?? '' },
      {
        version,
        connectionState,
        nat: ip === undefined ? undefined : natText(ip, connections),
        interfaceName: (index) => names.interfaceName(index),
      },
    );
    if (line !== undefined) log.write(['firewall', 'info'], line);
  }

  /** Every packet that has been taken is in the log when this settles. */
  async settled(): Promise<void> {
    await this.#writing;
  }
}
