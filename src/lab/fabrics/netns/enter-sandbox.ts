import { readFileSync } from 'node:fs';
import type { Holder } from './holder.ts';
import { insideDirectory, nodeDirectory } from './holder-script.ts';

/** The lab's files as seen from outside; sockets in there can be connected to. */
export function outsideDirectory({ init }: Pick<Holder, 'init'>): string {
  return `/proc/${init}/root${insideDirectory}`;
}

/**
 * What stands before a command to run it on a node. Its PID namespace is the sandbox's, so that it ends with the lab;
 * its mount namespace is the node's, with the node's resolv.conf.
 */
export function enterSandbox({ init, ownsUsers }: Holder, node: string): readonly string[] {
  const keeper = readFileSync(`/proc/${init}/root${nodeDirectory(node)}/keeper`, 'utf8').trim();
  const users = ownsUsers ? [`--user=/proc/${init}/ns/user`, '--preserve-credentials'] : [];
  return [
    'nsenter',
    ...users,
    `--mount=/proc/${init}/root/proc/${keeper}/ns/mnt`,
    `--pid=/proc/${init}/ns/pid`,
    `--net=/proc/${init}/root/run/netns/${node}`,
    '--',
  ];
}
