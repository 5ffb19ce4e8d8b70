import { KnocklabError } from '../../core/errors.ts';
import type { Host } from '../../lab/host.ts';
import { forge } from '../../probes/forge.ts';
import { type Family, PacketTracer } from '../../router/packet-trace.ts';
import type { Testbed } from '../../scenario/testbed.ts';
import { kernelProtocol, readRules } from '../explain/explain-packet.ts';
import { isNeighbourSilent } from '../explain/neighbour.ts';
import { type Fate, type MetRule, type Rules, type Walk, walkOf } from '../explain/walk.ts';
import { ownPackets, packetKey } from './own-packets.ts';
import type { FamilyPlan, ReachPlan, Situation } from './plan.ts';
import { type Probe, probeText } from './probes.ts';
import { type AskedHosts, type Side, sidesOf } from './sides.ts';
import { MomentStanding, type ReachTestbed, SituationStanding, type Standing } from './standing.ts';

/** What became of one kind of packet from one side in one situation. */
export interface Reached {
  readonly side: Side;
  readonly situation: string;
  readonly probe: Probe;
  readonly fate: Fate;
  /** Undefined: the chain's end. */
  readonly decider?: MetRule;
  /** The address, and port, that it was sent on to: `192.0.2.10:80`. */
  readonly translated?: string;
  /** Address lists that its sender has come to by it. */
  readonly lists: readonly string[];
}

/** The same packet is not sent twice: the router would take it for one of a connection that it knows. */
const [firstSourcePort, lastSourcePort] = [47_100, 60_000];
/** Of pings, in bytes: none that another program sends. */
const pingSize = 93;
const selectorsOf = (family: Family): string[][] => [
  ...['tcp', 'udp'].map((protocol) => ['-p', protocol, '--sport', `${firstSourcePort}:${lastSourcePort}`]),
  ['-p', kernelProtocol({ protocol: 'icmp', family }), '-m', 'length', '--length', `${pingSize}`],
];
/** How often a round may bring nothing. */
const mostLost = 3;

/** Sends every packet of the plan from every side, and has the router's kernel tell what became of each. */
export async function measureReach(testbed: Testbed, plan: ReachPlan): Promise<readonly Reached[]> {
  const overIp = await measureFamily(testbed, 'ip', plan.ip);
  return [...overIp, ...(await measureFamily(testbed, 'ipv6', plan.ipv6))];
}

/**
 * The same in a lab as it is at this moment, which it still is afterwards but for what packets always leave: counters
 * and lines of the log.
 */
export async function measureMoment(
  testbed: ReachTestbed,
  plan: ReachPlan,
  hosts: Readonly<Record<Family, AskedHosts>>,
): Promise<readonly Reached[]> {
  const overIp = await measureFamily(testbed, 'ip', plan.ip, hosts.ip);
  return [...overIp, ...(await measureFamily(testbed, 'ipv6', plan.ipv6, hosts.ipv6))];
}

/** With hosts, of the moment. */
async function measureFamily(
  testbed: ReachTestbed,
  family: Family,
  plan: FamilyPlan,
  hosts?: AskedHosts,
): Promise<readonly Reached[]> {
  const sides = await sidesOf(testbed, family, plan.rules, hosts);
  if (sides.length === 0) return [];
  const rules = await readRules(testbed.router, family);
  const reached: Reached[] = [];
  await using tracer = await PacketTracer.open(testbed.lab.router, selectorsOf(family), family);
  let sourcePort: number = firstSourcePort;
  for (const side of sides) {
    const from = testbed.lab.host(side.from);
    if (!(await hasRoute(from, side.address))) continue;
    const around = { rules, plan, side, from, tracer, nextPort: () => sourcePort++ };
    for (const situation of plan.situations) {
      const place = { testbed, plan, side, from };
      const standing = hosts === undefined ? new SituationStanding(place, situation.deed) : new MomentStanding(place);
      reached.push(...(await new Measurement(around, standing).run(situation)));
    }
  }
  return reached;
}

async function hasRoute(host: Host, address: string): Promise<boolean> {
  return (await host.exec(['ip', 'route', 'get', address])).exitCode === 0;
}

interface Surroundings {
  readonly rules: Rules;
  readonly plan: FamilyPlan;
  readonly side: Side;
  readonly from: Host;
  readonly tracer: PacketTracer;
  readonly nextPort: () => number;
}

interface Round {
  readonly reached: readonly Reached[];
  readonly sourcePort: number;
}

/** What a host can reach on one side of the router. */
class Measurement {
  readonly #around: Surroundings;
  readonly #standing: Standing;

  constructor(around: Surroundings, standing: Standing) {
    this.#around = around;
    this.#standing = standing;
  }

  /** A packet that changes what the router remembers of its sender ends a round: the next one begins as the first did. */
  async run(situation: Situation): Promise<Reached[]> {
    await this.#standing.begin();
    const reached: Reached[] = [];
    let left = this.#around.plan.probes;
    for (let attempt = 1; left.length > 0; attempt++) {
      const round = await this.#round(left, situation.title);
      if (round.reached.length === 0 && attempt > reached.length + mostLost) throw this.#notTraced(left);
      reached.push(...round.reached);
      left = left.slice(round.reached.length);
      const hasListed = round.reached.some(({ lists }) => lists.length > 0);
      await this.#standing.after({ sourcePort: round.sourcePort, hasListed, isLast: left.length === 0 });
    }
    return reached;
  }

  #notTraced([probe]: readonly Probe[]): KnocklabError {
    const { from, to } = this.#around.side;
    const packet = probe === undefined ? '' : probeText(probe);
    return new KnocklabError(
      'router/trace',
      `The packet ${packet} from ${from} to ${to} does not show in the kernel's trace.`,
    );
  }

  async #round(probes: readonly Probe[], situation: string): Promise<Round> {
    const { source, address, family } = this.#around.side;
    const sourcePort = this.#around.nextPort();
    const packets = await this.#around.tracer.trace(
      () =>
        forge(
          this.#around.from,
          probes.map((probe) => ({ source, destination: address, transport: transportOf(probe, sourcePort) })),
        ),
      (seen) => probes.every((probe) => ownPackets(seen, sourcePort).has(packetKey(probe, family))),
    );
    // A firewall that drops neighbour solicitations (RFC 4861) is not found any more, as it would be outside a lab.
    if (packets.length === 0 && (await isNeighbourSilent(this.#around.from, this.#around.side.address)))
      return { sourcePort, reached: probes.map((probe) => this.#lost(probe, situation)) };
    const own = ownPackets(packets, sourcePort);
    const reached: Reached[] = [];
    for (const probe of probes) {
      const packet = own.get(packetKey(probe, family));
      // Lost on its way, as the first one to an unknown neighbour can be: it begins the next round.
      if (packet === undefined) break;
      const walk = walkOf(packet, this.#around.rules);
      const lists = listsOf(walk);
      reached.push({ side: this.#around.side, situation, probe, ...fateOf(walk), lists });
      if (lists.length > 0) break;
    }
    return { sourcePort, reached };
  }

  #lost(probe: Probe, situation: string): Reached {
    return { side: this.#around.side, situation, probe, fate: 'lost', lists: [] };
  }
}

function transportOf({ protocol, port = 0 }: Probe, sourcePort: number) {
  return protocol === 'icmp' ? ({ protocol, size: pingSize } as const) : ({ protocol, port, sourcePort } as const);
}

function fateOf({ fate, decider, chains }: Walk): Pick<Reached, 'fate' | 'decider' | 'translated'> {
  const translating = chains.flatMap(({ rules }) => rules).find(({ matched, row }) => matched && row['to-addresses']);
  const { 'to-addresses': address = '', 'to-ports': port } = translating?.row ?? {};
  const translated = translating?.row.chain === 'dstnat' ? { translated: port ? `${address}:${port}` : address } : {};
  return { fate, ...(decider === undefined ? {} : { decider }), ...translated };
}

function listsOf({ chains }: Walk): string[] {
  const adding = chains.flatMap(({ rules }) => rules).filter(({ matched, row }) => matched && adds(row.action));
  return [...new Set(adding.map(({ row }) => row['address-list'] ?? ''))];
}

const adds = (action = ''): boolean => action === 'add-src-to-address-list' || action === 'add-dst-to-address-list';
