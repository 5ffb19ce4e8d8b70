import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';

/** What iptables-restore says of a line, in the words of the configuration: the rule's name stands in its comment. */
export function restoreFailure(input: string, stderr: string): RouterosError {
  const number = /Error occurred at line: (\d+)|line (\d+) failed/.exec(stderr);
  const line = input.split('\n')[Number(number?.[1] ?? number?.[2] ?? 0) - 1] ?? '';
  const rule = /--comment "?([a-z0-9]+\*[0-9A-F]+)/.exec(line)?.[1];
  const reason = stderr.split('\n')[0]?.replace(/^iptables\S*( v\S+)?( \(\w+\))?: /, '') ?? '';
  return new RouterosError(
    `failure: the kernel does not take ${rule === undefined ? 'the rules' : `rule ${rule}`}: ${reason}`,
    {
      category: trapCategories.general,
    },
  );
}
