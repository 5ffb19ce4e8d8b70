import type { RosVersion } from '../version.ts';
import type { TableName } from './ruleset.ts';

type Hooks = Readonly<Record<string, string>>;

const hooks: Readonly<Record<TableName, Hooks>> = {
  filter: { input: 'INPUT', forward: 'FORWARD', output: 'OUTPUT' },
  nat: { srcnat: 'POSTROUTING', dstnat: 'PREROUTING' },
  mangle: {
    prerouting: 'PREROUTING',
    input: 'INPUT',
    forward: 'FORWARD',
    output: 'OUTPUT',
    postrouting: 'POSTROUTING',
  },
  raw: { prerouting: 'PREROUTING', output: 'OUTPUT' },
};

/** RouterOS's built-in chains and the kernel's that lead into them (firewall-facts 1.1). */
export function hooksOf(table: TableName, version: RosVersion): Hooks {
  if (table !== 'nat' || version.major < 7) return hooks[table];
  return { ...hooks.nat, input: 'INPUT', output: 'OUTPUT' };
}
