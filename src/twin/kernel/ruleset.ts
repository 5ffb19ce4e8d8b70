import { markerPort, markerPrefix, nflogGroup } from './nflog.ts';
import { quoteForRestore } from './restore-text.ts';

/** One RouterOS rule as the kernel gets it: one line that is counted, and a chain of its own when it does several things. */
export interface KernelRule {
  readonly id: string;
  readonly matchers: readonly string[];
  /** Nothing: the packet is counted and goes on. */
  readonly target: readonly string[];
  /** Lines of the rule's own chain, run in order; then `target` of the main line is the jump there. */
  readonly steps: readonly (readonly string[])[];
  readonly entry: '-j' | '-g';
}

export interface KernelChain {
  readonly name: string;
  readonly rules: readonly KernelRule[];
}

export interface KernelTable {
  readonly name: 'filter' | 'nat' | 'mangle' | 'raw';
  readonly chains: readonly KernelChain[];
  /** Which of the kernel's chains leads into which of ours. */
  readonly hooks: readonly { readonly hook: string; readonly chain: string }[];
}

export interface Counters {
  readonly packets: number;
  readonly bytes: number;
}

/**
 * Lines before the rules under test: the harness's own way in over the loopback, the marks in the stream of logged
 * packets, and DHCP, which RouterOS serves from raw sockets that its firewall does not reach (firewall-facts 1.1).
 * No rule sees or counts any of it.
 */
function plumbing(hook: string, managementPort: number): string[] {
  const dhcp = `-A ${hook} -p udp -m multiport --sports 67,68 -m multiport --dports 67,68 -j ACCEPT`;
  if (hook === 'INPUT') {
    return [
      `-A INPUT -i lo -p tcp -m multiport --ports ${managementPort} -j ACCEPT`,
      `-A INPUT -i lo -p udp --dport ${markerPort} -j DROP`,
      dhcp,
    ];
  }
  if (hook === 'OUTPUT') {
    const marker = `-A OUTPUT -o lo -p udp --dport ${markerPort}`;
    return [
      `-A OUTPUT -o lo -p tcp -m multiport --ports ${managementPort} -j ACCEPT`,
      `${marker} -j NFLOG --nflog-group ${nflogGroup} --nflog-prefix ${markerPrefix} --nflog-threshold 1`,
      `${marker} -j ACCEPT`,
      dhcp,
    ];
  }
  return [];
}

/** A rule's name in the kernel: its id, which is stable and never used again. */
export const ruleComment = (table: string, id: string): string => `${table}${id}`;

const ownChain = (table: string, id: string): string => `${table}${id}`;

/** The whole table as `iptables-restore -c` takes it, counters carried over. */
export function restoreText(
  table: KernelTable,
  counters: ReadonlyMap<string, Counters>,
  managementPort: number,
): string {
  const lines = [`*${table.name}`];
  const hooks = [...new Set(table.hooks.map(({ hook }) => hook))];
  for (const hook of hooks) lines.push(`:${hook} ACCEPT [0:0]`);
  for (const chain of table.chains) lines.push(`:${chain.name} - [0:0]`);
  const composite = table.chains.flatMap((chain) => chain.rules.filter((rule) => rule.steps.length > 0));
  for (const rule of composite) lines.push(`:${ownChain(table.name, rule.id)} - [0:0]`);
  for (const hook of hooks) if (table.name === 'filter') lines.push(...plumbing(hook, managementPort));
  for (const { hook, chain } of table.hooks) lines.push(`-A ${hook} -j ${chain}`);
  for (const chain of table.chains) for (const rule of chain.rules) lines.push(ruleLine(table, chain, rule, counters));
  for (const rule of composite)
    for (const step of rule.steps) lines.push(`-A ${ownChain(table.name, rule.id)} ${words(step)}`);
  return `${lines.join('\n')}\nCOMMIT\n`;
}

const words = (args: readonly string[]): string => args.map(quoteForRestore).join(' ');

function ruleLine(
  table: KernelTable,
  chain: KernelChain,
  rule: KernelRule,
  counters: ReadonlyMap<string, Counters>,
): string {
  const comment = ruleComment(table.name, rule.id);
  const { packets, bytes } = counters.get(comment) ?? { packets: 0, bytes: 0 };
  const target = rule.steps.length > 0 ? [rule.entry, ownChain(table.name, rule.id)] : rule.target;
  return `[${packets}:${bytes}] -A ${chain.name} ${words([...rule.matchers, '-m', 'comment', '--comment', comment, ...target])}`;
}

/** Counters by rule name, from `iptables-save -c`. */
export function parseCounters(saved: string): Map<string, Counters> {
  const counters = new Map<string, Counters>();
  for (const line of saved.split('\n')) {
    const match = /^\[(\d+):(\d+)\] .*--comment "?([a-z]+\*[0-9A-F]+)"?/.exec(line);
    if (match !== null) counters.set(match[3] ?? '', { packets: Number(match[1]), bytes: Number(match[2]) });
  }
  return counters;
}
