import type { Host } from '../../../lab/host.ts';
import { membersOf, routerAddressFor } from '../../../lab/topology/topology.ts';
import { forge } from '../../../probes/forge.ts';
import { resetRouter } from '../../../router/reset-router.ts';
import type { Testbed } from '../../../scenario/testbed.ts';
import { addressOfHost, addressOfRouter } from '../../explain/addresses.ts';
import { explainPacket } from '../../explain/explain-packet.ts';
import type { Walk } from '../../explain/walk.ts';
import type { Configuration } from '../configuration.ts';
import { interfacesOf, type Outside } from '../outside.ts';
import type { Witness } from '../witness.ts';
import { packetFor, type WitnessPacket } from './packet-for.ts';

/** What a packet in the lab says of a finding. */
export interface Proof {
  readonly verdict: 'confirmed' | 'refuted' | 'untried';
  readonly evidence: string;
}

interface Place {
  readonly testbed: Testbed;
  readonly configuration: Configuration;
  readonly outside: Outside;
}

type Of<Kind extends Witness['kind']> = Extract<Witness, { kind: Kind }>;

/** Sends what would show the finding, to a router that remembers nothing of what was sent before. */
export async function prove(witness: Witness, place: Place): Promise<Proof> {
  await resetRouter(place.testbed.router);
  if (witness.kind === 'shadowed') return await proveShadow(witness, place);
  if (witness.kind === 'sequential') return await proveScan(witness, place);
  return await proveOpen(witness, place);
}

const untried = (evidence: string): Proof => ({ verdict: 'untried', evidence });

async function proveShadow({ step, by }: Of<'shadowed'>, place: Place): Promise<Proof> {
  const root = (step.through[0] ?? step).chain;
  if (!step.menu.startsWith('/ip ') || (root !== 'input' && root !== 'forward'))
    return untried(`packets of ${step.menu}, chain ${root}, are not sent`);
  const packet = packetFor(step);
  if (typeof packet === 'string') return untried(`no packet of ours matches the rule: ${packet}`);
  const from = senderOf(packet, place);
  const to = from === undefined ? undefined : targetOf(from, root, place);
  if (from === undefined || to === undefined) return untried('nobody in this topology could send such a packet');
  const { router } = place.testbed;
  const address = packet.source ?? from.address ?? '';
  for (const list of packet.lists) await router.add('/ip/firewall/address-list', { list, address, timeout: '1m' });
  const { protocol, port, source } = packet;
  const { walk } = await explainPacket(place.testbed, {
    from: from.name,
    to,
    family: 'ip',
    protocol,
    ...(port === undefined ? {} : { port }),
    ...(source === undefined ? {} : { source }),
    state: 'new',
  });
  return shadowProof(
    walk,
    step.menu.split(' ').at(-1) ?? '',
    step.number,
    by.number,
    `${textOf(packet)} from ${from.name}`,
  );
}

function shadowProof(walk: Walk, table: string, number: number, by: number, sent: string): Proof {
  const met = walk.chains.flatMap(({ rules }) => rules).filter((rule) => rule.table === table);
  const own = met.find((rule) => rule.number === number);
  if (own?.matched === true) return { verdict: 'refuted', evidence: `${sent} matches it` };
  const end = met.find((rule) => rule.number === by)?.matched === true;
  if (own === undefined && end) return { verdict: 'confirmed', evidence: `${sent} ends at rule ${by}` };
  return untried(`${sent} comes neither to it nor to rule ${by}`);
}

async function proveOpen({ protocol, port, chain, family }: Of<'open'>, place: Place): Promise<Proof> {
  const { lab, router } = place.testbed;
  const hasAddress = ({ name }: Host): boolean => addressOfHost(lab, name, family) !== undefined;
  const from = strangers(place).find(hasAddress);
  const to = from === undefined ? undefined : targetOf(from, chain, place);
  const way = from === undefined ? undefined : await addressOfRouter(lab, router, from.name, family);
  if (from === undefined || to === undefined || way === undefined) return untried(nobodyOutside);
  const { walk } = await explainPacket(place.testbed, { from: from.name, to, family, protocol, port, state: 'new' });
  const rule = walk.decider === undefined ? 'no rule decides' : `rule ${walk.decider.number} of ${walk.decider.table}`;
  const over = family === 'ipv6' ? ' over IPv6' : '';
  const target = chain === 'input' ? '' : ` to ${to}`;
  const evidence = `${port}/${protocol}${over} from ${from.name}${target} is ${walk.fate}: ${rule}`;
  if (walk.fate === 'delivered' || walk.fate === 'forwarded') return { verdict: 'confirmed', evidence };
  return walk.fate === 'lost' ? untried(evidence) : { verdict: 'refuted', evidence };
}

const nobodyOutside = 'nobody in this topology is outside of the router';

const firstSourcePort = 46_000;

async function proveScan({ first, last, list }: Of<'sequential'>, place: Place): Promise<Proof> {
  const packet = packetFor(first);
  const from = typeof packet === 'string' ? strangers(place)[0] : senderOf(packet, place);
  const { lab, router } = place.testbed;
  const destination = from === undefined ? undefined : routerAddressFor(lab.topology, from.name);
  if (from?.address === undefined || destination === undefined) return untried(nobodyOutside);
  const source = from.address;
  const ports = Array.from({ length: last }, (_, index) => index + 1);
  await forge(
    from,
    ports.map((port) => ({
      source,
      destination,
      transport: { protocol: 'tcp' as const, port, sourcePort: firstSourcePort },
    })),
  );
  const listed = (await router.addressList()).some((entry) => entry.list === list && entry.address === source);
  const evidence = `${from.name} asks the TCP ports 1 to ${last}, one after the other, and ${listed ? 'is' : 'is not'} on ${list} then`;
  return { verdict: listed ? 'confirmed' : 'refuted', evidence };
}

/** The hosts behind the router's interfaces that strangers are behind; where nothing says which, all but those that serve it. */
function strangers({ testbed: { lab }, outside }: Place): readonly Host[] {
  const interfaces = Object.values(lab.topology.router.interfaces);
  const outer = interfaces.filter(({ name }) => outside === undefined || outside.has(name));
  return outer.flatMap(({ network }) => hostsOn(network, lab));
}

function hostsOn(network: string, lab: Testbed['lab']): readonly Host[] {
  return membersOf(lab.topology, network)
    .filter(({ node }) => node.kind !== 'router')
    .map(({ node }) => lab.host(node.name))
    .filter(({ address }) => address !== undefined);
}

/** A host behind an interface that the packet must come by. */
function senderOf({ inInterface, inInterfaceList }: WitnessPacket, place: Place): Host | undefined {
  const { lab } = place.testbed;
  const isMeant = (name: string): boolean =>
    (inInterface === undefined || holds(inInterface, [name.replace('!', '')], inInterface.replace('!', ''))) &&
    (inInterfaceList === undefined ||
      holds(inInterfaceList, interfacesOf(place.configuration, inInterfaceList.replace('!', '')), name));
  const behind = Object.values(lab.topology.router.interfaces)
    .filter(({ name }) => isMeant(name))
    .flatMap(({ network }) => hostsOn(network, lab));
  const outer = strangers(place).map(({ name }) => name);
  return behind.find(({ name }) => outer.includes(name)) ?? behind[0];
}

const holds = (condition: string, members: readonly string[], name: string): boolean =>
  members.includes(name) !== condition.startsWith('!');

/** The router, or a host on the other side of it. */
function targetOf(from: Host, chain: 'input' | 'forward', { testbed: { lab } }: Place): string | undefined {
  if (chain === 'input') return lab.router.name;
  const networks = Object.values(lab.topology.hosts[from.name]?.interfaces ?? {}).map(({ network }) => network);
  return Object.keys(lab.topology.networks)
    .filter((network) => !networks.includes(network))
    .flatMap((network) => hostsOn(network, lab))[0]?.name;
}

function textOf({ protocol, port, lists }: WitnessPacket): string {
  const what = port === undefined ? protocol : `${port}/${protocol}`;
  return lists.length === 0 ? what : `${what} of a member of ${lists.join(' and ')}`;
}
