import type { Family, Stage } from './matchers/matching.ts';
import { markerPort, markerPrefix, nflogGroup } from './nflog.ts';
import { quoteForRestore } from './restore-text.ts';
import type { Surroundings } from './surroundings.ts';

export type TableName = 'filter' | 'nat' | 'mangle' | 'raw';

/** One RouterOS rule as the kernel gets it: one line that is counted, and chains of its own when it takes more. */
export interface KernelRule {
  /** Its name in the kernel: `filter*1A`. */
  readonly name: string;
  /** What a packet has to pass, in turn; the line behind the last one is the counted one. */
  readonly stages: readonly Stage[];
  /** Nothing: the packet is counted and goes on. */
  readonly target: readonly string[];
  /** Lines of the rule's own chain, run in order; then `target` of the main line is the jump there. */
  readonly steps: readonly (readonly string[])[];
  /** Does it leave the chain it stands in? From within a chain of its own that takes more than a RETURN. */
  readonly returns: boolean;
}

export interface KernelChain {
  readonly name: string;
  readonly rules: readonly WrittenRule[];
}

export interface KernelTable {
  readonly family: Family;
  readonly name: TableName;
  readonly chains: readonly KernelChain[];
  /** Which of the kernel's chains leads into which of ours. */
  readonly hooks: readonly { readonly hook: string; readonly chain: string }[];
  readonly around?: Surroundings;
}

export interface Counters {
  readonly packets: number;
  readonly bytes: number;
}

/**
 * Lines before the rules under test: the harness's own way in over the loopback, the marks in the stream of logged
 * packets, and DHCP, which RouterOS serves from raw sockets that its firewall does not reach (firewall-facts 1.1).
 * No rule sees or counts any of it, in whatever table.
 */
function plumbing(hook: string, managementPort: number): string[] {
  const dhcp = `-A ${hook} -p udp -m multiport --sports 67,68 -m multiport --dports 67,68 -j ACCEPT`;
  const incoming = [
    `-A ${hook} -i lo -p tcp -m multiport --ports ${managementPort} -j ACCEPT`,
    `-A ${hook} -i lo -p udp --dport ${markerPort} -j `,
    dhcp,
  ];
  if (hook === 'INPUT') return incoming.map((line) => (line.endsWith('-j ') ? `${line}DROP` : line));
  if (hook === 'PREROUTING') return incoming.map((line) => (line.endsWith('-j ') ? `${line}ACCEPT` : line));
  const marker = `-A ${hook} -o lo -p udp --dport ${markerPort}`;
  if (hook === 'OUTPUT' || hook === 'POSTROUTING')
    return [`-A ${hook} -o lo -p tcp -m multiport --ports ${managementPort} -j ACCEPT`, `${marker} -j ACCEPT`, dhcp];
  return [];
}

const markerLine = `-A OUTPUT -o lo -p udp --dport ${markerPort} -j NFLOG --nflog-group ${nflogGroup} --nflog-prefix ${markerPrefix} --nflog-threshold 1`;

/** The way in and the markers exist in IPv4 only, DHCP's ports too. The kernel refuses to drop anything in nat; filter does it. */
function plumbingOf({ family, name, hooks }: KernelTable, managementPort: number): string[] {
  if (family === 'ipv6') return [];
  const lines = [...new Set(hooks.map(({ hook }) => hook))].flatMap((hook) => plumbing(hook, managementPort));
  if (name === 'nat') return lines.map((line) => line.replace(/-j DROP$/, '-j ACCEPT'));
  const isHooked = hooks.some(({ hook }) => hook === 'OUTPUT');
  return name === 'filter' && isHooked ? [markerLine, ...lines] : lines;
}

/** A rule's name in the kernel: its id is stable and never used again. */
export const ruleName = (family: Family, table: TableName, id: string): string =>
  `${family === 'ipv6' ? 'ipv6' : ''}${table}${id}`;

/** The whole table as `iptables-restore -c` takes it, counters carried over. */
export function restoreText(
  table: KernelTable,
  counters: ReadonlyMap<string, Counters>,
  managementPort: number,
): string {
  const counterOf = (name: string): string => {
    const { packets, bytes } = counters.get(name) ?? { packets: 0, bytes: 0 };
    return `[${packets}:${bytes}] `;
  };
  const heads = [`*${table.name}`];
  const lines: string[] = [];
  const hooks = [...new Set(table.hooks.map(({ hook }) => hook))];
  for (const hook of hooks) heads.push(`:${hook} ACCEPT [0:0]`);
  for (const chain of table.chains) heads.push(`:${chain.name} - [0:0]`);
  const { chains: own = {}, before = [], behind = [] } = table.around ?? {};
  for (const name of Object.keys(own)) heads.push(`:${name} - [0:0]`);
  lines.push(...plumbingOf(table, managementPort));
  for (const { args, name } of before) lines.push(`${name === undefined ? '' : counterOf(name)}${words(args)}`);
  for (const { hook, chain } of table.hooks) lines.push(`-A ${hook} -j ${chain}`);
  for (const line of behind) lines.push(words(line));
  for (const [name, steps] of Object.entries(own)) lines.push(...steps.map((step) => `-A ${name} ${words(step)}`));
  for (const chain of table.chains) {
    for (const rule of chain.rules) {
      for (const name of rule.chains) heads.push(`:${name} - [0:0]`);
      lines.push(...rule.before, `${counterOf(rule.name)}${rule.counted}`, ...rule.behind);
    }
  }
  return `${[...heads, ...lines].join('\n')}\nCOMMIT\n`;
}

const words = (args: readonly string[]): string => args.map(quoteForRestore).join(' ');

/** A rule as lines of text, ready for a chain. */
export interface WrittenRule {
  readonly name: string;
  /** Chains of its own. */
  readonly chains: readonly string[];
  readonly before: readonly string[];
  /** The line that its counters stand at. */
  readonly counted: string;
  readonly behind: readonly string[];
}

/** A bit that no RouterOS mark has: set by a rule that has to leave a chain it does not stand in itself. */
const returning = '0x40000000/0x40000000';

/** `chain`: the one it stands in. */
export function writeRule(chain: string, rule: KernelRule): WrittenRule {
  const chains: string[] = [];
  const before: string[] = [];
  const isGated = rule.stages.length > 1;
  const own = (suffix: string): string => `${rule.name}${suffix === '' ? '' : `.${suffix}`}`;
  let at = chain;
  for (const [index, { args, gate }] of rule.stages.entries()) {
    if (gate === undefined) continue;
    const gateChain = (suffix: string): string => own(`${index}${suffix}`);
    before.push(`-A ${at} ${words([...args, index === 0 ? '-j' : '-g', gateChain('')])}`);
    const next = own(`s${index + 1}`);
    const written = gate(['-g', next], gateChain);
    for (const [suffix, steps] of Object.entries(written)) {
      chains.push(gateChain(suffix));
      before.push(...steps.map((step) => `-A ${gateChain(suffix)} ${words(step)}`));
    }
    chains.push(next);
    at = next;
  }
  const last = rule.stages.at(-1)?.args ?? [];
  const steps =
    isGated && rule.returns ? [...rule.steps.slice(0, -1), ['-j', 'MARK', '--set-xmark', returning]] : rule.steps;
  const entry = rule.returns && !isGated ? '-g' : '-j';
  const target = steps.length > 0 ? [entry, own('')] : rule.target;
  const counted = `-A ${at} ${words([...last, '-m', 'comment', '--comment', rule.name, ...target])}`;
  if (steps.length > 0) chains.push(own(''));
  const behind = steps.map((step) => `-A ${own('')} ${words(step)}`);
  if (isGated && rule.returns) {
    chains.push(own('r'));
    behind.push(`-A ${chain} -m mark --mark ${returning} -g ${own('r')}`);
    behind.push(`-A ${own('r')} -j MARK --set-xmark 0x0/0x40000000`);
  }
  return { name: rule.name, chains, before, counted, behind };
}

/** Counters by the names of rules and of the lines that measure them, from `iptables-save -c`. */
export function parseCounters(saved: string): Map<string, Counters> {
  const counters = new Map<string, Counters>();
  for (const line of saved.split('\n')) {
    const match = /^\[(\d+):(\d+)\] .*--comment "?([a-z0-9]+\*[0-9A-F]+(?:\?\w+)?)"?/.exec(line);
    if (match !== null) counters.set(match[3] ?? '', { packets: Number(match[1]), bytes: Number(match[2]) });
  }
  return counters;
}
