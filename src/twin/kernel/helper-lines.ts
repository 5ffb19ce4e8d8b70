import { runBriefly } from '../../process/run-briefly.ts';
import { quoteForRestore } from './restore-text.ts';
import type { Surroundings } from './surroundings.ts';

/** A helper of connection tracking: it reads a protocol and knows its data connections before they come. */
export interface KernelHelper {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly ports: string;
}

/** The chain in raw that every packet passes last, also one that a rule has accepted. */
export const helpersChain = 'helpers';

function helperLine({ name, protocol, ports }: KernelHelper): readonly string[] {
  return ['-p', protocol, '-m', 'multiport', '--dports', ports, '-j', 'CT', '--helper', name];
}

/** Behind the rules: a packet that `notrack` has is not to be tracked after all. */
export function helperLines(helpers: readonly KernelHelper[]): Surroundings {
  const hooks = helpers.length === 0 ? [] : ['PREROUTING', 'OUTPUT'];
  return {
    chains: { [helpersChain]: [...helpers.map(helperLine), ['-j', 'ACCEPT']] },
    behind: hooks.map((hook) => ['-A', hook, '-j', helpersChain]),
  };
}

/** Every packet as if a rule had said `notrack`. */
export function withoutTracking(): Surroundings {
  const before = ['PREROUTING', 'OUTPUT'].map((hook) => ({ args: ['-A', hook, '-j', 'CT', '--notrack'] }));
  return { ...helperLines([]), before };
}

/** Those that this kernel has. A stock kernel has each of them as a module that it loads when it is asked. */
export async function helpersOfKernel(helpers: readonly KernelHelper[]): Promise<readonly KernelHelper[]> {
  if (await takes(helpers)) return helpers;
  const had: KernelHelper[] = [];
  for (const helper of helpers) if (await takes([helper])) had.push(helper);
  return had;
}

/** Tried in a chain that nothing leads to; the next load of the table takes it away. */
async function takes(helpers: readonly KernelHelper[]): Promise<boolean> {
  const lines = helpers.map((helper) => `-A trial ${helperLine(helper).map(quoteForRestore).join(' ')}`);
  const input = ['*raw', ':trial - [0:0]', ...lines, 'COMMIT', ''].join('\n');
  return (await runBriefly(['iptables-legacy-restore', '--noflush'], { input })).exitCode === 0;
}
