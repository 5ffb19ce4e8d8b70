import { exitCodes } from '../../core/errors.ts';
import type { ServedAt } from '../../twin/stand-alone/loopback-ports.ts';
import { StandAloneTwin } from '../../twin/stand-alone/stand-alone-twin.ts';
import type { TwinCommandOptions } from '../commands/twin.ts';
import type { Terminal } from '../terminal.ts';
import { loadConfiguration } from './load-configuration.ts';
import { readSource } from './read-source.ts';
import { rosOf } from './ros-of.ts';

/** Serves one router on loopback until Ctrl-C or SIGTERM. */
export async function twinCommand(
  files: readonly string[],
  options: TwinCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const sources = await Promise.all(files.map((file) => readSource(file, terminal)));
  const router = await StandAloneTwin.start({
    ros: options.ros ?? rosOf(sources),
    clock: 'real',
    fetchLoopback: options.fetchLoopback,
  });
  for (const source of sources) await loadConfiguration(router, source);
  const served = await router.serve();
  terminal.stdout.write(`${welcome(router.twin.version.text, served)}\n`);
  await interrupted();
  return exitCodes.passed;
}

/** How each is used; RouterOS 6 has no REST. */
const hints = (rest: string): Readonly<Record<string, (at: string, port: number) => string>> => ({
  www: (at) => `http://${at}${rest}`,
  'www-ssl': (at) => `https://${at}${rest}`,
  ssh: (_, port) => `ssh -p ${port} admin@127.0.0.1`,
  telnet: (_, port) => `telnet 127.0.0.1 ${port}`,
  ftp: (at) => `ftp://${at}/`,
});

function welcome(version: string, served: readonly ServedAt[]): string {
  const width = Math.max(...served.map(({ service }) => service.length));
  const hintOf = hints(version.startsWith('6') ? '/' : '/rest');
  const rows = served.map(({ service, address, port }) => {
    const at = `${address}:${port}`;
    return `  ${service.padEnd(width)}  ${at.padEnd(15)}  ${hintOf[service]?.(at, port) ?? ''}`.trimEnd();
  });
  return [
    `RouterOS ${version}, played by a twin without a network: its firewall is kept, not enforced.`,
    'user admin, no password, unless the configuration says otherwise; Ctrl-C ends it',
    '',
    ...rows,
  ].join('\n');
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
