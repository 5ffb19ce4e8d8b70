import type { Source } from '../../core/source.ts';
import type { Family } from '../../router/packet-trace.ts';
import type { Dialect } from '../../routeros/dialect.ts';
import { type Configuration, type Item, readConfiguration } from '../check/configuration.ts';
import { Firewall } from '../check/firewall.ts';
import { findLadders, type Stage } from '../check/ladders.ts';
import type { Deed } from '../explain/deeds.ts';
import { type Probe, probesFor, probeText } from './probes.ts';

/** What may name a host: a rule, or an entry of a list. */
export type Naming = Pick<Item, 'properties'>;

/** What a host has done before it is looked at. */
export interface Situation {
  /** `at first`, `after a scan`, `after knocking 1000/tcp, 1500/tcp` */
  readonly title: string;
  readonly deed?: Deed;
}

/** What is to be asked of a firewall; the same of both when two are compared. */
export type ReachPlan = Readonly<Record<Family, FamilyPlan>>;

export interface FamilyPlan {
  readonly probes: readonly Probe[];
  readonly situations: readonly Situation[];
  /** Rules and entries of lists: who is named there stands for himself. */
  readonly rules: readonly Naming[];
  /** Must time pass between two looks, because rules remember the speed of packets? */
  readonly remembersSpeed: boolean;
}

/** Asks for every port that one of the configurations names, and in every situation that one of them tells apart. */
export function reachPlan(sources: readonly Source[], dialect: Dialect): ReachPlan {
  const configurations = sources.map((source) => readConfiguration(source, dialect));
  const ladders = configurations.flatMap((configuration) => findLadders(new Firewall(configuration)));
  const sequences = ladders.map(({ stages }) => stages.map(knockText));
  const knocks = sequences.filter((sequence): sequence is string[] => sequence.every((knock) => knock !== undefined));
  return {
    ip: familyPlan(configurations, 'ip', knocks),
    // Nobody has been seen to knock over IPv6: ladders are looked for in /ip firewall.
    ipv6: familyPlan(configurations, 'ipv6', []),
  };
}

/** One situation, and besides what the configuration names the packets and hosts that are asked for by name. */
export function momentPlan(
  plan: ReachPlan,
  title: string,
  also: Readonly<Record<Family, Pick<FamilyPlan, 'probes' | 'rules'>>>,
): ReachPlan {
  const widened = (family: Family): FamilyPlan => {
    const probes = new Map([...plan[family].probes, ...also[family].probes].map((probe) => [probeText(probe), probe]));
    return {
      ...plan[family],
      probes: [...probes.values()].toSorted(inOrder),
      situations: [{ title }],
      rules: [...plan[family].rules, ...also[family].rules],
    };
  };
  return { ip: widened('ip'), ipv6: widened('ipv6') };
}

const protocols = ['tcp', 'udp', 'icmp'];
const inOrder = (a: Probe, b: Probe): number =>
  protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) || (a.port ?? 0) - (b.port ?? 0);

const tables = ['filter', 'nat', 'mangle', 'raw'];

function familyPlan(
  configurations: readonly Configuration[],
  family: Family,
  knocks: readonly (readonly string[])[],
): FamilyPlan {
  const itemsOf = (menu: string): Item[] =>
    configurations.flatMap((configuration) => configuration.items(`/${family} firewall ${menu}`));
  const rules = tables.flatMap(itemsOf);
  const unique = new Map(knocks.map((sequence) => [sequence.join(), sequence]));
  return {
    probes: probesFor(rules),
    situations: [
      { title: 'at first' },
      { title: 'after a scan', deed: { kind: 'sweep' } },
      ...[...unique.values()].map((sequence) => ({
        title: `after knocking ${sequence.join(', ')}`,
        deed: { kind: 'knock' as const, sequence },
      })),
    ],
    rules: [...rules, ...itemsOf('address-list')],
    remembersSpeed: rules.some(({ properties }) => ['psd', 'limit', 'dst-limit'].some((name) => properties.has(name))),
  };
}

/** Undefined: no packet that a plain client could send. */
function knockText({ protocol, port, data }: Stage): string | undefined {
  if ((protocol === 'tcp' || protocol === 'udp') && port !== undefined && data === undefined)
    return `${port}/${protocol}`;
  const size = protocol === 'icmp' ? /^packet-size=(\d+)$/.exec(data ?? '')?.[1] : undefined;
  return size === undefined ? undefined : `icmp:size=${size}`;
}
