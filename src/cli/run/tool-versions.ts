import { runCommand } from '../../process/run-command.ts';
import { packageVersion } from '../package-version.ts';

const asked: Readonly<Record<string, readonly string[]>> = {
  nmap: ['nmap', '--version'],
  iptables: ['iptables', '--version'],
  ipset: ['ipset', '--version'],
  dumpcap: ['dumpcap', '--version'],
};

/** The versions of what a run's results depend on; a tool that does not say is left out. */
export async function toolVersions(): Promise<Record<string, string>> {
  const found = await Promise.all(
    Object.entries(asked).map(async ([name, argv]) => [name, await versionOf(argv)] as const),
  );
  const known = found.flatMap(([name, version]) => (version === undefined ? [] : [[name, version] as const]));
  return { knocklab: packageVersion(), node: process.versions.node, ...Object.fromEntries(known) };
}

async function versionOf(argv: readonly string[]): Promise<string | undefined> {
  const result = await runCommand(argv, { timeoutMs: 5000 }).catch(() => undefined);
  return /\bv?(\d+(?:\.\d+)+)/.exec(result?.stdout ?? '')?.[1];
}
