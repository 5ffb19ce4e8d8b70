import { type Knock, parseKnock } from '../probes/knock-sequence.ts';
import type { ScenarioRouter } from './scenario-router.ts';

/** How far a sequence of knocks got on the router, as its own counters and lists show it. */
export interface KnockProgress {
  /** How many knocks, from the first on, a rule counted. */
  readonly reached: number;
  readonly of: number;
  /** `stopped at knock 3 of 4 (3000/tcp): filter rule 4 counted nothing; knock_ports2 does not hold 10.10.10.254` */
  readonly text: string;
}

/** A rule that puts the sender of a packet on a list. */
export interface Rung {
  /** `filter rule 4` */
  readonly name: string;
  readonly protocol: string;
  readonly ports: string;
  readonly packetSize: string;
  /** The list that the sender must be on already. */
  readonly needs: string;
  readonly list: string;
  readonly packets: number;
}

const tables = ['raw', 'mangle', 'nat', 'filter'] as const;

export async function readRungs(router: Pick<ScenarioRouter, 'print'>): Promise<Rung[]> {
  const rows = await Promise.all(tables.map((table) => router.print(`/ip/firewall/${table}`, { stats: true })));
  return rows.flatMap((table, index) =>
    table.flatMap((row, number) => {
      if (row.action !== 'add-src-to-address-list' || row.disabled === 'true' || row.invalid === 'true') return [];
      return {
        name: `${tables[index]} rule ${number}`,
        protocol: row.protocol ?? '',
        ports: row['dst-port'] ?? '',
        packetSize: row['packet-size'] ?? '',
        needs: row['src-address-list'] ?? '',
        list: row['address-list'] ?? '',
        packets: Number(row.packets ?? 0),
      };
    }),
  );
}

/** Undefined when no rule of the router listens to any of the knocks: the ladder is somewhere else. */
export function knockProgress(
  sequence: readonly string[],
  before: readonly Rung[],
  after: readonly Rung[],
  isListed: (list: string) => boolean,
): KnockProgress | undefined {
  const counted = new Map(before.map(({ name, packets }) => [name, packets]));
  const stages = sequence.map((text) => after.filter((rung) => listensTo(rung, parseKnock(text))));
  if (stages.every((rungs) => rungs.length === 0)) return undefined;
  const climbed = stages.map((rungs) => rungs.some(({ name, packets }) => packets > (counted.get(name) ?? packets)));
  const stop = climbed.indexOf(false);
  const of = sequence.length;
  if (stop === -1) return { reached: of, of, text: `every knock counted; ${listsText(stages.at(-1) ?? [], isListed)}` };
  const text = `stopped at knock ${stop + 1} of ${of} (${sequence[stop]}): ${reasonText(stages[stop] ?? [], isListed)}`;
  return { reached: stop, of, text };
}

function listensTo({ protocol, ports, packetSize }: Rung, knock: Knock): boolean {
  if (protocol !== knock.protocol) return false;
  if (knock.protocol === 'icmp') return packetSize === '' || covers(packetSize, knock.size);
  return ports !== '' && covers(ports, knock.port);
}

/** `22,80,1000-2000`, `!22` */
function covers(text: string, wanted: number): boolean {
  const ranges = text.replace(/^!/, '').split(',');
  const inside = ranges.some((range) => {
    const [from = '', to = from] = range.split('-');
    return Number(from) <= wanted && wanted <= Number(to);
  });
  return inside !== text.startsWith('!');
}

function reasonText(rungs: readonly Rung[], isListed: (list: string) => boolean): string {
  if (rungs.length === 0) return 'no rule puts its sender on a list';
  const needed = [...new Set(rungs.map(({ needs }) => needs).filter(Boolean))];
  const lists = needed.map((list) => `${list} ${isListed(list) ? 'holds' : 'does not hold'} the knocker afterwards`);
  return [`${rungs.map(({ name }) => name).join(', ')} counted nothing`, ...lists].join('; ');
}

function listsText(rungs: readonly Rung[], isListed: (list: string) => boolean): string {
  const lists = [...new Set(rungs.map(({ list }) => list))];
  return lists.map((list) => `${list} ${isListed(list) ? 'holds' : 'does not hold'} the knocker`).join('; ');
}
