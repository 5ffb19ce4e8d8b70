import { demands, type Firewall, isDrop, type Step } from './firewall.ts';
import { onePort } from './ports.ts';

/** One knock: a rule that writes its sender into a list. */
export interface Stage {
  readonly rule: Step;
  readonly list: string;
  /** The list of the stage before, which it asks for. */
  readonly after: string | undefined;
  readonly protocol: string | undefined;
  /** Undefined: none, or more than one. */
  readonly port: number | undefined;
  /** What the packet must bring: `content=mikrotik`, `packet-size=720`. */
  readonly data: string | undefined;
  readonly timeout: string | undefined;
}

/** A sequence of knocks, and the lists that it leads to. */
export interface Ladder {
  readonly stages: readonly Stage[];
  readonly lists: readonly string[];
  /** The rules that treat those on its lists better than others. */
  readonly admissions: readonly Step[];
}

const letIn: ReadonlySet<string> = new Set(['accept', 'dst-nat', 'redirect', 'netmap']);

/** The knocks of a firewall: every way to a list whose members are let in, or are spared from being dropped. */
export function findLadders(firewall: Firewall): readonly Ladder[] {
  const steps = firewall.allSteps();
  const recorders = Map.groupBy(
    steps.filter(({ action }) => action === 'add-src-to-address-list'),
    ({ properties }) => properties.get('address-list') ?? '',
  );
  const ways = new Ways(recorders);
  const ladders = new Map<string, Ladder>();
  for (const [list, admissions] of Map.groupBy(steps.flatMap(admission), ({ list: admitted }) => admitted)) {
    for (const stages of ways.to(list)) {
      const key = stages.map(stageText).join(', ');
      const known = ladders.get(key);
      const rules = admissions.map(({ step }) => step);
      ladders.set(key, {
        stages: known?.stages ?? stages,
        lists: [...(known?.lists ?? []), list],
        admissions: [...(known?.admissions ?? []), ...rules],
      });
    }
  }
  return [...ladders.values()];
}

function admission(step: Step): readonly { readonly list: string; readonly step: Step }[] {
  return demands(step, 'src-address-list').flatMap((value) => {
    const isGood = letIn.has(step.action) ? !value.startsWith('!') : isDrop(step) && value.startsWith('!');
    return isGood ? [{ list: value.replace('!', ''), step }] : [];
  });
}

/** Rules that write into each other's lists can make very many ways. */
const mostWays = 50;

class Ways {
  readonly #recorders: ReadonlyMap<string, readonly Step[]>;

  constructor(recorders: ReadonlyMap<string, readonly Step[]>) {
    this.#recorders = recorders;
  }

  to(list: string, above: readonly string[] = []): readonly (readonly Stage[])[] {
    if (above.includes(list)) return [];
    const found = (this.#recorders.get(list) ?? []).flatMap((rule) => {
      const after = demands(rule, 'src-address-list').find((value) => this.#recorders.has(value));
      const stage = stageOf(rule, list, after);
      if (after === undefined) return [[stage]];
      return this.to(after, [...above, list]).map((stages) => [...stages, stage]);
    });
    return found.slice(0, mostWays);
  }
}

function stageOf(rule: Step, list: string, after: string | undefined): Stage {
  const [protocol] = demands(rule, 'protocol');
  const [ports] = demands(rule, 'dst-port');
  const data = ['content', 'layer7-protocol', 'packet-size'].flatMap((name) =>
    demands(rule, name).map((value) => `${name}=${value}`),
  );
  return {
    rule,
    list,
    after,
    protocol,
    port: ports === undefined ? undefined : onePort(ports),
    data: data.length === 0 ? undefined : data.join(' '),
    timeout: rule.properties.get('address-list-timeout'),
  };
}

/** `tcp 2022`, `udp 9090 content=mikrotik` */
export function stageText({ rule, protocol = 'any', data }: Stage): string {
  return [protocol, demands(rule, 'dst-port')[0], data].filter((word) => word !== undefined).join(' ');
}
