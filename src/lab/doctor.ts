import type { KnocklabError } from '../core/errors.ts';
import { runCommand } from '../process/run-command.ts';
import { findProgram } from '../process/search-path.ts';
import { userNamespacesRefused } from './fabrics/netns/user-namespaces.ts';
import { findMissing, findPackageManager, installLine, type SystemTool, systemTools } from './system-tools.ts';

/** One thing that knocklab needs of a machine. */
export interface Finding {
  readonly name: string;
  readonly purpose: string;
  readonly ok: boolean;
  /** Where it is, or what is wrong. */
  readonly detail: string;
}

export interface Diagnosis {
  readonly node: Finding;
  readonly tools: readonly Finding[];
  readonly sandbox: Finding;
  /** Looked at from within a sandbox; empty when there can be none. */
  readonly kernel: readonly Finding[];
  /** What to do about what is missing, one action each. */
  readonly remedies: readonly string[];
}

const oldestNode = 24;

/** Looks at everything that a lab needs of this machine, and changes nothing. */
export async function examine(
  needed: readonly SystemTool[] = systemTools,
  checks: readonly KernelCheck[] = kernelChecks,
): Promise<Diagnosis> {
  const missing = findMissing(needed);
  const tools = needed.map((tool): Finding => {
    const { program, purpose, file = findProgram(program) ?? '' } = tool;
    const ok = !missing.includes(tool);
    return { name: program, purpose, ok, detail: ok ? file : 'missing' };
  });
  const manager = findPackageManager();
  const sandbox = missing.some(({ program }) => program === 'unshare') ? undefined : await examineSandbox(checks);
  const install =
    missing.length > 0 && manager !== undefined ? [installLine(missing, manager, { sudo: !isRoot() })] : [];
  const refusal = sandbox?.refusal?.remedy;
  return {
    node: examineNode(process.versions.node),
    tools,
    sandbox: sandboxFinding(sandbox?.refusal),
    kernel: sandbox?.kernel ?? [],
    remedies: [...install, ...(refusal === undefined ? [] : [refusal])],
  };
}

export function isHealthy({ node, tools, sandbox, kernel }: Diagnosis): boolean {
  return [node, sandbox, ...tools, ...kernel].every(({ ok }) => ok);
}

function examineNode(version: string): Finding {
  const ok = Number.parseInt(version, 10) >= oldestNode;
  const detail = ok ? version : `${version}, and ${oldestNode} is the oldest that will do`;
  return { name: 'node', purpose: 'runs knocklab', ok, detail };
}

function sandboxFinding(refusal: KnocklabError | undefined): Finding {
  const detail = refusal === undefined ? 'can be made' : refusal.message;
  return { name: 'sandbox', purpose: 'holds a lab', ok: refusal === undefined, detail };
}

const isRoot = (): boolean => process.geteuid?.() === 0;

type KernelCheck = readonly [name: string, purpose: string, script: string];

/** Opens /dev/net/tun, which has to be there and to be ours. */
export const tapCheck: KernelCheck = ['tun', 'cables into a CHR', 'ip tuntap add dev tap mode tap'];

// Each is tried for real, in a sandbox of its own: what a kernel was built with says little about what it allows here.
export const kernelChecks: readonly KernelCheck[] = [
  ['veth', 'cables', 'ip link add left type veth peer name right'],
  ['bridge', 'switches', 'ip link add middle type bridge'],
  ['ip_set', 'address lists', 'ipset create d hash:net timeout 9 && ipset create e list:set'],
  ['iptable_filter', 'filter rules', 'iptables-legacy -A INPUT -j ACCEPT'],
  ['iptable_nat', 'nat rules', 'iptables-legacy -t nat -A POSTROUTING -j MASQUERADE'],
  ['iptable_mangle', 'mangle rules', 'iptables-legacy -t mangle -A PREROUTING -j MARK --set-mark 1'],
  ['iptable_raw', 'raw rules', 'iptables-legacy -t raw -A PREROUTING -p udp --dport 9 -j DROP'],
  [
    'xt_set',
    'src-address-list, add-src-to-address-list',
    'iptables-legacy -A INPUT -m set --match-set d src -j SET --add-set d src --exist --timeout 9',
  ],
  ['xt_NFLOG', 'log, captures', 'iptables-legacy -A INPUT -j NFLOG --nflog-group 1 --nflog-threshold 1'],
  ['xt_conntrack', 'connection-state', 'iptables-legacy -A INPUT -m conntrack --ctstate NEW'],
  ['xt_string', 'content', 'iptables-legacy -A INPUT -m string --algo bm --string x'],
  ['xt_hashlimit', 'dst-limit', 'iptables-legacy -A INPUT -m hashlimit --hashlimit-upto 1/s --hashlimit-name f'],
  ['xt_connlimit', 'connection-limit', 'iptables-legacy -A INPUT -p tcp -m connlimit --connlimit-above 9'],
];

const sandboxArgv = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-s'];

async function examineSandbox(
  wanted: readonly KernelCheck[],
): Promise<{ refusal: KnocklabError | undefined; kernel: Finding[] }> {
  const checks = wanted.map(([name, , script]) => `if (${script}) > /dev/null 2>&1; then echo ${name}; fi`);
  const input = ['mount -t tmpfs knocklab /run && echo sandbox || exit 1', ...checks].join('\n');
  const own = await runCommand(['unshare', '--user', '--map-root-user', ...sandboxArgv], { input, timeoutMs: 10_000 });
  const result =
    own.stdout.includes('sandbox') || !isRoot()
      ? own
      : await runCommand(['unshare', ...sandboxArgv], { input, timeoutMs: 10_000 });
  const seen = result.stdout.trim().split('\n');
  if (!seen.includes('sandbox')) return { refusal: userNamespacesRefused(result.stderr.trim()), kernel: [] };
  const kernel = wanted.map(([name, purpose]) => {
    const ok = seen.includes(name);
    return { name, purpose, ok, detail: ok ? 'works' : 'refused by the kernel, or its tool is missing' };
  });
  return { refusal: undefined, kernel };
}
