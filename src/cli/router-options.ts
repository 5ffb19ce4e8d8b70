import type { Command } from 'commander';
import { oneOf } from './add-command.ts';

/** What the router of a lab is, and where the lab lives: the same for every command that builds one. */
export function addRouterOptions(command: Command, ...kinds: readonly [string, ...string[]]): Command {
  return addImageOptions(command.option('--router <kind>', 'what the router is', oneOf(...kinds), 'twin')).option(
    '--fabric <kind>',
    'where the lab lives: netns (namespaces) or docker (containers)',
    oneOf('netns', 'docker'),
    'netns',
  );
}

/** What a chr boots from. */
export function addImageOptions(command: Command): Command {
  return command
    .option(
      '--image <disk>',
      'what a chr boots from: a disk, its .zip, the .tar of its Docker image, a folder of lab/images/stand-in; or a version (7.20.8) or channel (stable) to fetch',
    )
    .option('--accept-licence', 'MikroTik’s licence is accepted: --image may fetch a RouterOS', false)
    .option('--no-snapshot', 'boot a chr even if it could go on from a snapshot, and make none');
}
