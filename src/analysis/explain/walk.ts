import type { TracedPacket, TracedPlace } from '../../router/packet-trace.ts';
import type { Row } from '../../routeros/api/sentence.ts';

/** A rule that stood in the packet's way. */
export interface MetRule {
  /** `filter` */
  readonly table: string;
  /** The number that the router prints. */
  readonly number: number;
  readonly row: Row;
  readonly matched: boolean;
  /** How many jumps lead there. */
  readonly depth: number;
}

/** A built-in chain of a table that has rules. */
export interface WalkedChain {
  readonly table: string;
  /** `input` */
  readonly chain: string;
  readonly rules: readonly MetRule[];
}

export type Fate = 'dropped' | 'rejected' | 'delivered' | 'forwarded' | 'lost';

/** The way of a packet through a firewall. */
export interface Walk {
  readonly chains: readonly WalkedChain[];
  /** `delivered`: to the router itself. `lost`: no rule has stopped it, and it went nowhere all the same. */
  readonly fate: Fate;
  /** What decided that; undefined: the chain's end, where RouterOS accepts. */
  readonly decider?: MetRule;
}

/** A table's rows as the router prints them, by the table's name. */
export type Rules = ReadonlyMap<string, readonly Row[]>;

/** RouterOS's names for the kernel's own chains. */
const builtIn: Readonly<Record<string, string>> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};
const builtInOfNat: Readonly<Record<string, string>> = { ...builtIn, PREROUTING: 'dstnat', POSTROUTING: 'srcnat' };

/** What the kernel told of a packet, as a walk along RouterOS's rules; those that did not match stand between. */
export function walkOf({ places }: TracedPacket, rules: Rules): Walk {
  const chains: ChainWalk[] = [];
  for (const place of places) {
    const chain = (place.table === 'nat' ? builtInOfNat : builtIn)[place.chain];
    const last = chains.at(-1);
    if (chain !== undefined && (last?.table !== place.table || last.chain !== chain))
      chains.push(new ChainWalk(place.table, chain, rules.get(place.table) ?? []));
    chains.at(-1)?.take(place);
  }
  const walked = chains.filter(({ met }) => met.length > 0);
  return { chains: walked.map(({ table, chain, met }) => ({ table, chain, rules: met })), ...fateOf(places, walked) };
}

interface Frame {
  readonly chain: string;
  /** The next of the table's rules that the packet would come to. */
  next: number;
}

/** One built-in chain, with what is jumped to from it. */
class ChainWalk {
  readonly table: string;
  readonly chain: string;
  readonly met: MetRule[] = [];
  readonly #rows: readonly Row[];
  readonly #frames: Frame[];

  constructor(table: string, chain: string, rows: readonly Row[]) {
    this.table = table;
    this.chain = chain;
    this.#rows = rows;
    this.#frames = [{ chain, next: 0 }];
  }

  take(place: TracedPlace): void {
    if (place.kind === 'policy' || (place.chain in builtIn && this.met.length > 0)) {
      this.#leaveTo(this.chain);
      this.#pass(this.#rows.length);
    } else if (place.kind === 'rule') this.#takeRule(place.rule);
    else if (isRouterChain(place.chain)) this.#pass(this.#rows.length);
  }

  #takeRule(id: string | undefined): void {
    const number = id === undefined ? -1 : this.#rows.findIndex((row) => row['.id'] === id);
    const row = this.#rows[number];
    if (row === undefined) return;
    this.#leaveTo(row.chain ?? '');
    this.#pass(number);
    this.met.push({ table: this.table, number, row, matched: true, depth: this.#frames.length - 1 });
    const target = row['jump-target'];
    if (row.action === 'jump' && target !== undefined) this.#frames.push({ chain: target, next: 0 });
    if (row.action === 'return') this.#frames.pop();
  }

  /** Out of the chains that were jumped to, past their last rules, until the packet is in `chain` again. */
  #leaveTo(chain: string): void {
    while (this.#frames.length > 1 && this.#frames.at(-1)?.chain !== chain) {
      this.#pass(this.#rows.length);
      this.#frames.pop();
    }
  }

  /** Past the rules of the present chain that stand before `end`. */
  #pass(end: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    for (let number = frame.next; number < end; number++) {
      const row = this.#rows[number];
      if (row === undefined || row.chain !== frame.chain || isOut(row)) continue;
      this.met.push({ table: this.table, number, row, matched: false, depth: this.#frames.length - 1 });
    }
    frame.next = end + 1;
  }
}

/** The twin numbers RouterOS's chains; chains of a rule's own have the rule's name. */
const isRouterChain = (chain: string): boolean => /^chain\d+$/.test(chain);

const isOut = (row: Row): boolean => row.disabled === 'true' || row.invalid === 'true';

const hooks = { input: 1, forward: 2, postrouting: 4 } as const;

function fateOf(places: readonly TracedPlace[], chains: readonly ChainWalk[]): Pick<Walk, 'fate' | 'decider'> {
  const last = places.at(-1);
  const final = places.at(-1)?.kind === 'policy' ? undefined : chains.at(-1)?.met.findLast(({ matched }) => matched);
  const action = final?.row.action ?? 'accept';
  if (final !== undefined && ['drop', 'tarpit'].includes(action)) return { fate: 'dropped', decider: final };
  if (final !== undefined && action === 'reject') return { fate: 'rejected', decider: final };
  const filter = chains.findLast(({ table }) => table === 'filter');
  const accepting = filter?.met.findLast(({ matched, row }) => matched && accepts.has(row.action ?? 'accept'));
  const decider = accepting === undefined ? {} : { decider: accepting };
  if (last?.hook === hooks.input) return { fate: 'delivered', ...decider };
  if (last?.hook === hooks.forward || last?.hook === hooks.postrouting) return { fate: 'forwarded', ...decider };
  return { fate: 'lost' };
}

const accepts: ReadonlySet<string> = new Set(['accept', 'fasttrack-connection']);
