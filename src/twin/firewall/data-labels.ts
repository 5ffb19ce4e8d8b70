import { compileForData } from '../../routeros/regex.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import { ConnectionData, doneLabel, labelMask, labelShift, seenBit } from '../kernel/packet-queue/connection-data.ts';
import { PacketQueue, queueNumber } from '../kernel/packet-queue/packet-queue.ts';
import type { TableName } from '../kernel/ruleset.ts';
import type { Surroundings } from '../kernel/surroundings.ts';
import type { Item } from '../menu/menu-spec.ts';

/** Which layer7 patterns and TLS names rules ask for, and the label that connections get in the kernel for each. */
export class DataLabels {
  readonly #data = new ConnectionData();
  readonly #labels = new Map<string, number>();
  readonly #protocols: () => readonly Item[];
  readonly #complain: (text: string) => void;
  #isReading = false;

  /** `protocols`: the items of `/ip firewall layer7-protocol`. */
  constructor(protocols: () => readonly Item[], complain: (text: string) => void) {
    this.#protocols = protocols;
    this.#complain = complain;
  }

  /** `layer7 NAME`, `tls GLOB` */
  of(what: string): number {
    const known = this.#labels.get(what) ?? this.#labels.size;
    if (known >= doneLabel)
      throw new RouterosError(`failure: the twin has no room for more than ${doneLabel} patterns`);
    this.#labels.set(what, known);
    return known;
  }

  /** Before rules that name labels are loaded. */
  async prepare(): Promise<void> {
    if (this.#labels.size === 0) return;
    this.#data.patterns = this.#named('layer7').flatMap(([name, label]) => this.#pattern(name, label));
    this.#data.hosts = this.#named('tls').map(([glob, label]) => ({ glob, label }));
    if (this.#isReading) return;
    this.#isReading = true;
    // It reads until the router's sandbox ends.
    await PacketQueue.start((packet) => this.#data.judge(packet));
  }

  #named(kind: string): [string, number][] {
    return [...this.#labels]
      .filter(([what]) => what.startsWith(`${kind} `))
      .map(([what, label]) => [what.slice(kind.length + 1), label]);
  }

  #pattern(name: string, label: number): { label: number; matches: (data: string) => boolean }[] {
    const regexp = this.#protocols().find(({ props }) => props['name'] === name)?.props['regexp'] ?? '';
    try {
      return [{ label, matches: compileForData(regexp) }];
    } catch {
      this.#complain(`layer7-protocol ${name}: regexp "${regexp}" does not compile`);
      return [];
    }
  }

  /** The first packets of each connection are looked at before every rule of mangle. */
  around(table: TableName): Surroundings {
    if (table !== 'mangle' || this.#labels.size === 0) return {};
    const mark = `0x${seenBit.toString(16)}/0x${seenBit.toString(16)}`;
    const fresh = ['-m', 'mark', '!', '--mark', mark, '-m', 'conntrack', '!', '--ctstate', 'INVALID,UNTRACKED'];
    const open = ['-m', 'connlabel', '!', '--label', String(doneLabel)];
    const queue = ['-j', 'NFQUEUE', '--queue-num', String(queueNumber), '--queue-bypass'];
    const lines = ['PREROUTING', 'OUTPUT'].flatMap((hook) => [
      ...[...this.#labels.values(), doneLabel].map((label) => ['-A', hook, ...given(label)]),
      ['-A', hook, ...fresh, ...open, ...queue],
    ]);
    return { before: lines.map((args) => ({ args })) };
  }
}

/** Gives the connection a label whose number the packet brings. */
const given = (label: number): string[] => {
  const bits = (number: number): string => `0x${(number << labelShift).toString(16)}`;
  return [
    '-m',
    'mark',
    '--mark',
    `${bits(label + 1)}/${bits(labelMask)}`,
    '-m',
    'connlabel',
    '--label',
    String(label),
    '--set',
  ];
};
