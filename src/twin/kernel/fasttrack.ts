import type { Family } from './matchers/matching.ts';
import { ruleName, type TableName } from './ruleset.ts';
import type { Surroundings } from './surroundings.ts';

/** Bits of a connection's mark, above those that RouterOS's own marks have: a rule wants it fast; it has been forwarded since. */
const wanted = 0x10000;
const taken = 0x20000;

const hex = (bits: number): string => `0x${bits.toString(16)}`;

/** The id of the row that counts what goes the fast way. */
export const fasttrackRow = '*FFFFFFFF';

export const isFasttracked = (mark: number): boolean => (mark & wanted) !== 0;

/** Only TCP and UDP go fast; the rule itself lets everything go on (firewall-facts 1.2). */
export const markFasttrack = (): string[][] =>
  ['6', '17'].map((protocol) => ['-p', protocol, '-j', 'CONNMARK', '--set-xmark', `${hex(wanted)}/${hex(wanted)}`]);

/**
 * Fasttracked packets meet no rule of filter and mangle. Forwarded ones, that is: whatever the mark says, what is for the
 * router itself goes its usual way.
 */
export function fastPath(family: Family, table: TableName): Surroundings {
  const isTaken = ['-m', 'connmark', '--mark', `${hex(taken)}/${hex(taken)}`];
  const accept = ['-j', 'ACCEPT'];
  if (table === 'mangle')
    return {
      before: ['PREROUTING', 'FORWARD', 'POSTROUTING'].map((hook) => ({ args: ['-A', hook, ...isTaken, ...accept] })),
    };
  if (table !== 'filter') return {};
  const name = ruleName(family, table, fasttrackRow);
  const isWanted = ['-m', 'connmark', '--mark', `${hex(wanted)}/${hex(wanted | taken)}`];
  return {
    before: [
      { args: ['-A', 'FORWARD', ...isWanted, '-j', 'CONNMARK', '--set-xmark', `${hex(taken)}/${hex(taken)}`] },
      { args: ['-A', 'FORWARD', ...isTaken, '-m', 'comment', '--comment', name, ...accept], name },
    ],
  };
}
