import { exitCodes } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { plainText } from '../../report/text/plain-text.ts';
import { StandAloneTwin } from '../../twin/stand-alone/stand-alone-twin.ts';
import type { ScriptCommandOptions } from '../commands/script.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfiguration } from './load-configuration.ts';
import { readSource } from './read-source.ts';
import { rosOf } from './ros-of.ts';

/** Runs each script on a router of its own and prints what its console would print; nothing else comes to stdout. */
export async function scriptCommand(
  files: readonly string[],
  options: ScriptCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const configurations = await Promise.all(options.config.map((file) => readSource(file, terminal)));
  const scripts: Source[] = [];
  for (const file of files) scripts.push(await readSource(file, terminal));
  // Byte for byte for who reads it from a pipe; a terminal is not to be steered by a stranger's script.
  const shown = terminal.stdout.isTTY === true ? plainText : (text: string): string => text;
  let exitCode: number = exitCodes.passed;
  for (const script of scripts) {
    const ros = options.ros ?? rosOf([...configurations, script]);
    const router = await StandAloneTwin.start({ ros, clock: options.clock, fetchLoopback: options.fetchLoopback });
    for (const configuration of configurations) await loadConfiguration(router, configuration);
    const error = await router.run(script, (text) => terminal.stdout.write(shown(text)));
    if (error !== undefined) exitCode = exitCodes.failed;
  }
  return exitCode;
}
