import type { Stage } from './ladders.ts';

/** What a Linux host sends to climb these stages; undefined: that needs more than a line. */
export function clientCommand(stages: readonly Stage[]): string | undefined {
  const ports = stages.map(knockArgument);
  if (ports.every((port) => port !== undefined)) return `knock ROUTER ${ports.join(' ')}`;
  const commands = stages.map((stage) => knockOf(stage) ?? pingOf(stage) ?? datagramOf(stage));
  return commands.every((command) => command !== undefined) ? commands.join('; ') : undefined;
}

function knockArgument({ protocol, port, data }: Stage): string | undefined {
  const isPort = (protocol === 'tcp' || protocol === 'udp') && port !== undefined && data === undefined;
  return isPort ? `${port}:${protocol}` : undefined;
}

function knockOf(stage: Stage): string | undefined {
  const argument = knockArgument(stage);
  return argument === undefined ? undefined : `knock ROUTER ${argument}`;
}

/** 20 bytes of IP header and 8 of ICMP come to what ping is told to send. */
function pingOf({ protocol, data }: Stage): string | undefined {
  const size = /^packet-size=(\d+)$/.exec(data ?? '')?.[1];
  return protocol === 'icmp' && Number(size) >= 28 ? `ping -c 1 -s ${Number(size) - 28} ROUTER` : undefined;
}

/** A TCP segment with data needs a connection, and so more rules than its own. */
function datagramOf({ protocol, port, data }: Stage): string | undefined {
  const word = /^content=([\w -]+)$/.exec(data ?? '')?.[1];
  if (protocol !== 'udp' || port === undefined || word === undefined) return undefined;
  return `printf '${word}' | socat -u - UDP:ROUTER:${port}`;
}
