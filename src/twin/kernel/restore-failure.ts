import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';

/** What iptables-restore says of a line, in the words of the configuration: the rule's name stands in its comment. */
export function restoreFailure(input: string, stderr: string): RouterosError {
  const number = /Error occurred at line: (\d+)|line (\d+) failed/.exec(stderr);
  const line = input.split('\n')[Number(number?.[1] ?? number?.[2] ?? 0) - 1] ?? '';
  const rule = /--comment "?([a-z0-9]+\*[0-9A-F]+)/.exec(line)?.[1];
  if (stderr.startsWith('ip6tables') && stderr.includes('unable to initialize table')) return noIpv6();
  const reason = stderr.split('\n')[0]?.replace(/^iptables\S*( v\S+)?( \(\w+\))?: /, '') ?? '';
  return new RouterosError(
    `failure: the kernel does not take ${rule === undefined ? 'the rules' : `rule ${rule}`}: ${reason}`,
    {
      category: trapCategories.general,
    },
  );
}

/** A kernel without IPv6 (ipv6.disable=1) opens no socket for ip6tables, which says no more than that there is no table. */
function noIpv6(): RouterosError {
  const message =
    'failure: this machine has no IPv6 (or no ip6tables), and the configuration has rules of /ipv6 firewall';
  return new RouterosError(message, { category: trapCategories.general });
}
