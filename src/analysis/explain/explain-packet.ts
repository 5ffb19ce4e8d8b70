import { isIP } from 'node:net';
import { KnocklabError } from '../../core/errors.ts';
import { decodeIp } from '../../core/packet/ip.ts';
import type { Host } from '../../lab/host.ts';
import type { Lab } from '../../lab/lab.ts';
import { connect } from '../../probes/connect.ts';
import { forge } from '../../probes/forge.ts';
import { type Family, PacketTracer, type TracedPacket } from '../../router/packet-trace.ts';
import type { Router } from '../../router/router.ts';
import type { Row } from '../../routeros/api/sentence.ts';
import { addressOfHost, addressOfRouter } from './addresses.ts';
import { deafTo, isSolicitation, solicitations } from './neighbour.ts';
import { holdsAddress, type PacketFacts } from './unmet.ts';
import { type Rules, type Walk, walkOf } from './walk.ts';

/** A packet to be explained. */
export interface PacketRequest {
  /** A host of the lab. */
  readonly from: string;
  /** A host, the router, or an address of the family. */
  readonly to: string;
  readonly family: Family;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port?: number;
  /** The address that it claims to come from; the host's own without it. */
  readonly source?: string;
  /** `new`: its first packet. `established`: one of a TCP connection that has been opened. */
  readonly state: 'new' | 'established';
}

export interface Explanation {
  readonly facts: PacketFacts;
  readonly walk: Walk;
}

interface Place {
  readonly lab: Lab;
  readonly router: Router;
}

const tables = ['raw', 'mangle', 'nat', 'filter'] as const;
/** Of the packet itself: one that no client of this machine takes by chance. */
const sourcePort = 47_001;

/** Sends the packet, and has the router's kernel tell which way it took. Counters and lists change as with any packet. */
export async function explainPacket({ lab, router }: Place, request: PacketRequest): Promise<Explanation> {
  const host = lab.host(request.from);
  const { family } = request;
  const source = request.source ?? ownAddress(lab, request);
  const destination = await destinationOf({ lab, router }, request);
  const rules = await readRules(router, family);
  const lists = await router.print(`/${family}/firewall/address-list`);
  const holding = (address: string): ReadonlySet<string> =>
    new Set(lists.filter((entry) => holdsAddress(entry.address ?? '', address)).map(({ list = '' }) => list));
  const selectors = [selectorOf(request, source, destination), ...(family === 'ipv6' ? [solicitations] : [])];
  await using tracer = await PacketTracer.open(lab.router, selectors, family);
  const isAsked = (packet: TracedPacket): boolean => !isSolicitation(packet);
  const seen = await tracer.trace(
    () => send(host, source, destination, request),
    (traced) => traced.some(isAsked),
  );
  const packets = seen.filter(isAsked);
  const packet = request.state === 'new' ? packets[0] : packets.find(belongsToConnection);
  if (packet === undefined) {
    const ends = { host: host.name, source: addressOfHost(lab, host.name, family) ?? '', destination };
    throw deafTo(seen, rules, ends) ?? (await notSeen(lab, host, destination, request, packets.length));
  }
  const inInterface = await interfaceName(lab.router, packet.places[0]?.inIfindex);
  const { port, state } = request;
  const protocol = kernelProtocol(request);
  const facts = {
    family,
    source,
    destination,
    protocol,
    state,
    ...(port === undefined ? {} : { port }),
    ...inInterface,
  };
  return {
    facts: { ...facts, sourceLists: holding(source), destinationLists: holding(destination) },
    walk: walkOf(packet, rules),
  };
}

function ownAddress(lab: Lab, { from, family }: PacketRequest): string {
  const address = addressOfHost(lab, from, family);
  if (address !== undefined) return address;
  throw new KnocklabError('input/no-address', `Host "${from}" has no ${familyText[family]} address to send from.`, {
    remedy: 'Give one with --source, or take another host.',
  });
}

const familyText = { ip: 'IPv4', ipv6: 'IPv6' } as const;

/** Where a host meets the other: the router in its own network, else by its first address. */
async function destinationOf({ lab, router }: Place, { from, to, family }: PacketRequest): Promise<string> {
  if (isIP(to) !== 0) return to;
  const isRouter = to === lab.topology.router.name;
  if (!isRouter) lab.host(to);
  const address = isRouter ? await addressOfRouter(lab, router, from, family) : addressOfHost(lab, to, family);
  if (address !== undefined) return address;
  throw new KnocklabError(
    'input/no-address',
    `"${to}" has no ${familyText[family]} address that "${from}" could know.`,
    {
      remedy: 'Give the address instead.',
    },
  );
}

/** The rows of all tables, by the name of the table. */
export async function readRules(router: Router, family: Family): Promise<Rules> {
  // RouterOS 6 translates no IPv6.
  const hasNat = family === 'ip' || !(await router.version()).startsWith('6');
  const rows = tables
    .filter((table) => table !== 'nat' || hasNat)
    .map(
      async (table): Promise<[string, readonly Row[]]> => [table, await router.print(`/${family}/firewall/${table}`)],
    );
  return new Map(await Promise.all(rows));
}

/** As rules and the kernel name it: IPv6 has an ICMP of its own. */
export function kernelProtocol({
  protocol,
  family,
}: Pick<PacketRequest, 'protocol' | 'family'>): PacketFacts['protocol'] {
  return protocol === 'icmp' && family === 'ipv6' ? 'icmpv6' : protocol;
}

function selectorOf(request: PacketRequest, source: string, destination: string): string[] {
  const { protocol, port, state } = request;
  const ports = port === undefined ? [] : ['--dport', `${port}`];
  const own = state === 'new' && protocol !== 'icmp' ? ['--sport', `${sourcePort}`] : [];
  return ['-s', source, '-d', destination, '-p', kernelProtocol(request), ...own, ...ports];
}

async function send(host: Host, source: string, destination: string, request: PacketRequest): Promise<void> {
  const { protocol, port = 0, state } = request;
  if (state === 'established') return void (await connect(host, destination, port));
  const transport = protocol === 'icmp' ? ({ protocol, size: 84 } as const) : ({ protocol, sourcePort, port } as const);
  await forge(host, [{ source, destination, transport }]);
}

/** Every SYN, also one that is sent again, is a first packet. */
const belongsToConnection = ({ bytes }: TracedPacket): boolean => decodeIp(bytes)?.tcp?.flags.includes('SYN') === false;

/** A packet that the router never saw has no way through its firewall. */
async function notSeen(
  lab: Lab,
  host: Host,
  destination: string,
  { state, port }: PacketRequest,
  seen: number,
): Promise<KnocklabError> {
  if (state === 'established' && seen > 0)
    return new KnocklabError('probe/no-connection', `No connection to ${destination} port ${port} could be opened.`, {
      remedy: 'Leave --established away to see what becomes of its first packet.',
    });
  const { stdout, stderr } = await host.exec(['ip', 'route', 'get', destination]);
  return new KnocklabError(
    'probe/not-seen',
    `The packet from ${host.name} to ${destination} does not come by the router.`,
    {
      evidence: `ip route get ${destination}: ${(stdout || stderr).trim()}`,
      remedy: `Hosts of one network reach each other without the router "${lab.router.name}".`,
    },
  );
}

async function interfaceName(router: Host, index: number | undefined): Promise<{ inInterface?: string }> {
  if (index === undefined) return {};
  const { stdout } = await router.exec(['ip', '-o', 'link']);
  const name = new RegExp(`^${index}: ([^:@]+)`, 'm').exec(stdout)?.[1];
  return name === undefined ? {} : { inInterface: name };
}
