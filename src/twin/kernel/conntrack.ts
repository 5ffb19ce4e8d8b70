import { runBriefly } from '../../process/run-briefly.ts';
import type { Timekeeper } from '../time/twin-clock.ts';

interface Connection {
  /** Seconds. */
  readonly timeout: number;
  readonly protocol: string;
  /** The original direction as `conntrack` takes it. */
  readonly tuple: readonly string[];
}

const options: Readonly<Record<string, string>> = {
  src: '-s',
  dst: '-d',
  sport: '--sport',
  dport: '--dport',
  type: '--icmp-type',
  code: '--icmp-code',
  id: '--icmp-id',
};

/** `tcp 6 86395 ESTABLISHED src=… dst=… sport=… dport=… src=… …`: the first four are the original direction. */
function parseConnection(line: string): Connection | undefined {
  const match = /^(\w+)\s+\d+\s+(\d+)\s/.exec(line);
  if (match === null) return undefined;
  const tuple = new Map<string, string>();
  for (const [, name = '', value = ''] of line.matchAll(/(\w+)=(\S+)/g)) if (!tuple.has(name)) tuple.set(name, value);
  return {
    protocol: match[1] ?? '',
    timeout: Number(match[2]),
    tuple: [...tuple].flatMap(([name, value]) => (options[name] === undefined ? [] : [options[name], value])),
  };
}

/** A connection of the router's own loopback is the harness's or the log's; time does not end it. */
const isLoopback = ({ tuple }: Connection): boolean => tuple.includes('127.0.0.1');

/** Tracked connections: told at the end of a turn, what it added up to. */
export class TrackedConnections implements Timekeeper {
  #owedMs = 0;

  async lapse(byMs: number): Promise<void> {
    this.#owedMs += byMs;
  }

  async lapsed(): Promise<void> {
    const owedMs = this.#owedMs;
    this.#owedMs = 0;
    await shiftConnections(owedMs);
  }
}

/**
 * Takes `byMs` from every tracked connection's remaining time; those that run out are deleted. Scans leave thousands of
 * entries behind, so when everything runs out it goes with one flush.
 */
async function shiftConnections(byMs: number): Promise<void> {
  const seconds = Math.round(byMs / 1000);
  if (seconds < 1) return;
  const { stdout } = await runBriefly(['conntrack', '-L']);
  const connections = stdout
    .split('\n')
    .flatMap((line) => parseConnection(line) ?? [])
    .filter((connection) => !isLoopback(connection));
  const staying = connections.filter(({ timeout }) => timeout > seconds);
  if (connections.length === staying.length) return shorten(staying, seconds);
  if (staying.length === 0) return await forgetTracked();
  const ended = connections.filter(({ timeout }) => timeout <= seconds);
  await conntrackInTurn(ended.map(({ protocol, tuple }) => ['-D', '-p', protocol, ...tuple]));
  await shorten(staying, seconds);
}

/** Of both families, those of the router's own loopback too: the kernel takes them up again with their next packet. */
export async function forgetTracked(): Promise<void> {
  await runBriefly(['conntrack', '-F']);
}

async function shorten(connections: readonly Connection[], seconds: number): Promise<void> {
  await conntrackInTurn(
    connections.map(({ protocol, tuple, timeout }) => [
      '-U',
      '-p',
      protocol,
      ...tuple,
      '-t',
      String(timeout - seconds),
    ]),
  );
}

/**
 * Many commands of conntrack in one process. `-R` opens its input by name, which it can do with a pipe and not with the
 * socket that a child process of ours has for its standard input.
 */
export async function conntrackInTurn(commands: readonly (readonly string[])[]): Promise<void> {
  if (commands.length === 0) return;
  const input = commands.map((command) => `${command.join(' ')}\n`).join('');
  await runBriefly(['sh', '-c', 'cat | conntrack -R -'], { input });
}
