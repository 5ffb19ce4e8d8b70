import { readFileSync, readlinkSync } from 'node:fs';
import { KnocklabError } from '../../../core/errors.ts';

/** What a process's namespaces look like. */
export interface NamespaceProbe {
  namespace(pid: number | 'self', kind: 'net' | 'mnt'): string;
  interfaces(pid: number): readonly string[];
}

// The kernel puts these into every new network namespace as soon as a tunnel module is loaded. They lead nowhere.
const idleTunnels = /^(tunl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|sit0|ip6tnl0|ip6gre0)$/;

/** Refuses a sandbox out of which a packet could get. Called before anything is built or run in it. */
export function requireIsolation(pid: number, probe: NamespaceProbe = kernelProbe): void {
  for (const kind of ['net', 'mnt'] as const) {
    if (probe.namespace(pid, kind) === probe.namespace('self', kind)) {
      refuse(`its ${kind === 'net' ? 'network' : 'mount'} namespace is the machine's own`);
    }
  }
  const outward = probe.interfaces(pid).filter((name) => name !== 'lo' && !idleTunnels.test(name));
  if (outward.length > 0) refuse(`it has the interface ${outward.join(', ')}, which the lab has not made`);
}

function refuse(reason: string): never {
  throw new KnocklabError('lab/no-sandbox', `The lab is not cut off from this machine: ${reason}.`, {
    remedy: 'Nothing was run. Please report this with the output of "knocklab doctor".',
  });
}

const kernelProbe: NamespaceProbe = {
  namespace: (pid, kind) => readlinkSync(`/proc/${pid}/ns/${kind}`),
  interfaces: (pid) =>
    readFileSync(`/proc/${pid}/net/dev`, 'utf8')
      .split('\n')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim() ?? '')
      .filter((name) => name !== ''),
};
