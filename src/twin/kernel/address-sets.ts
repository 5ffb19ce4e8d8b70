import { runBrieflyOrThrow } from '../../process/run-briefly.ts';
import type { Timekeeper } from '../time/twin-clock.ts';
import type { ListedAddresses } from './listed-addresses.ts';
import type { Family } from './matchers/matching.ts';

/** The longest timeout ipset keeps, in seconds; RouterOS keeps ten times as long (kernel-facts). */
export const longestTimeoutSeconds = 2_147_483;

export interface ListedAddress {
  readonly list: string;
  readonly address: string;
}

export interface DynamicEntry extends ListedAddress {
  /** Undefined: until reboot (`none-dynamic`). */
  readonly remainingSeconds: number | undefined;
}

export interface Sets {
  readonly union: string;
  readonly fixed: string;
  readonly dynamic: string;
}

/** The address lists of one family, wherever they are kept. */
export interface AddressSets extends Timekeeper {
  of(list: string): Sets;
  /** Makes the static entries of these lists what they should be; `longTimeouts`: see `LongTimeouts`. */
  enact(lists: ReadonlyMap<string, ListedAddresses>, longTimeouts?: LongTimeouts): Promise<void>;
  entries(): Promise<readonly DynamicEntry[]>;
  /** Told to the kernel by the next `flush` or `enact`, and before anybody looks. */
  addDynamic(list: string, address: string, seconds: number): Promise<void>;
  flush(): Promise<void>;
  removeDynamic(entries: readonly ListedAddress[]): Promise<void>;
}

/** Every timeout in seconds that rules use on a list, of lists that are filled for longer than ipset can keep. */
export type LongTimeouts = ReadonlyMap<string, readonly number[]>;

interface End {
  /** As the kernel tells it, which is early when the time is longer than it can hold. */
  readonly toldMs: number;
  readonly endMs: number;
}

/**
 * One RouterOS address list is three sets: static entries, dynamic ones with a timeout each, and the union of both that
 * rules match. So a static entry stays static when a rule adds its address again (kernel-facts; firewall-facts 2.1).
 */
export class KernelAddressSets implements AddressSets {
  readonly #family: Family;
  readonly #sets = new Map<string, Sets>();
  readonly #lists = new Map<string, string>();
  /** Lists whose sets are in the kernel. */
  readonly #made = new Set<string>();
  /** When a dynamic entry ends on the uptime axis, exactly: the kernel only tells whole seconds. */
  #ends: ReadonlyMap<string, End> = new Map();
  /** Of time that has been turned, what the kernel has not been told yet. */
  #owedMs = 0;
  /** The earliest end, once it has been looked up in a turn. */
  #nextEndMs: number | undefined;
  #longTimeouts: LongTimeouts = new Map();
  /** Dynamic entries that the kernel has not been told yet: thousands of them are told together. */
  readonly #pending: string[] = [];
  readonly #uptimeMs: () => number;

  constructor(family: Family, uptimeMs: () => number) {
    this.#family = family;
    this.#uptimeMs = uptimeMs;
  }

  of(list: string): Sets {
    const known = this.#sets.get(list);
    if (known !== undefined) return known;
    const number = `${this.#sets.size}${this.#family === 'ipv6' ? 'v6' : ''}`;
    const sets: Sets = { union: `L${number}`, fixed: `S${number}`, dynamic: `D${number}` };
    this.#sets.set(list, sets);
    this.#lists.set(sets.dynamic, list);
    return sets;
  }

  /** In one transaction, only what has changed. */
  async enact(lists: ReadonlyMap<string, ListedAddresses>, longTimeouts: LongTimeouts = new Map()): Promise<void> {
    this.#longTimeouts = longTimeouts;
    const lines: string[] = [];
    for (const [list, addresses] of lists) {
      if (!this.#made.has(list)) lines.push(...this.#making(list));
      const { fixed } = this.of(list);
      for (const { member, isListed } of addresses.take())
        lines.push(`${isListed ? 'add' : 'del'} ${fixed} ${member} -exist`);
    }
    try {
      await restore(lines);
    } catch (error) {
      for (const addresses of lists.values()) addresses.untold();
      throw error;
    }
    for (const [list, addresses] of lists) {
      addresses.told();
      this.#made.add(list);
    }
    await this.flush();
  }

  #making(list: string): string[] {
    const { union, fixed, dynamic } = this.of(list);
    const kind = `hash:net family ${this.#family === 'ip' ? 'inet' : 'inet6'} maxelem 1048576`;
    return [
      `create ${fixed} ${kind} -exist`,
      `create ${dynamic} ${kind} timeout 0 -exist`,
      `create ${union} list:set -exist`,
      `add ${union} ${fixed} -exist`,
      `add ${union} ${dynamic} -exist`,
    ];
  }

  async entries(): Promise<readonly DynamicEntry[]> {
    await this.#settle();
    return (await this.#read()).map((entry) => {
      const { remainingSeconds: told } = entry;
      return told === undefined ? entry : { ...entry, remainingSeconds: this.#remaining(entry, told) };
    });
  }

  /** The kernel cannot hold what lasts longer than it counts. */
  #remaining({ list, address }: DynamicEntry, told: number): number {
    const nowMs = this.#uptimeMs();
    const end = this.#ends.get(`${list} ${address}`);
    const isTheSame = end !== undefined && Math.abs(end.toldMs - nowMs - told * 1000) <= 1500;
    if (isTheSame && end.endMs > end.toldMs) return Math.ceil((end.endMs - nowMs) / 1000);
    return told + this.#extraSeconds(list, told);
  }

  /** The static sets may hold a hundred thousand entries that nobody has to read. */
  async #read(): Promise<DynamicEntry[]> {
    if (this.#made.size === 0) return [];
    await this.flush();
    const lines = [...this.#made].map((list) => `save ${this.of(list).dynamic}\n`);
    const { stdout } = await runBrieflyOrThrow(['ipset', '-'], { input: `${lines.join('')}quit\n` });
    return stdout.split('\n').flatMap((line) => this.#entry(line));
  }

  #entry(line: string): DynamicEntry[] {
    const match = /^add (D\w+) (\S+) timeout (\d+)/.exec(line);
    const list = this.#lists.get(match?.[1] ?? '');
    if (match === null || list === undefined) return [];
    const seconds = Number(match[3]);
    return [{ list, address: match[2] ?? '', remainingSeconds: seconds === 0 ? undefined : seconds }];
  }

  /** What a rule wanted beyond what the kernel holds; an entry with less time left is from a rule that wanted less. */
  #extraSeconds(list: string, remainingSeconds: number): number {
    const timeouts = this.#longTimeouts.get(list) ?? [];
    const short = Math.max(0, ...timeouts.filter((seconds) => seconds <= longestTimeoutSeconds));
    const longest = Math.max(0, ...timeouts);
    return remainingSeconds > short && longest > longestTimeoutSeconds ? longest - longestTimeoutSeconds : 0;
  }

  async addDynamic(list: string, address: string, seconds: number): Promise<void> {
    await this.#settle();
    const kept = Math.min(seconds, longestTimeoutSeconds);
    if (seconds > kept) {
      const nowMs = this.#uptimeMs();
      const end = { toldMs: nowMs + kept * 1000, endMs: nowMs + seconds * 1000 };
      this.#ends = new Map([...this.#ends, [`${list} ${address}`, end]]);
    }
    this.#pending.push(`add ${this.of(list).dynamic} ${address} timeout ${kept} -exist`);
  }

  async flush(): Promise<void> {
    await restore(this.#pending.splice(0));
  }

  async removeDynamic(entries: readonly ListedAddress[]): Promise<void> {
    await this.flush();
    await restore(entries.map(({ list, address }) => `del ${this.of(list).dynamic} ${address} -exist`));
  }

  /**
   * Time has been turned by `byMs`. The kernel is told when the end of an entry has come, when somebody looks, and at the
   * end of the turn: a day of scheduler minutes costs as much as its entries, not as its minutes.
   */
  async lapse(byMs: number): Promise<void> {
    this.#owedMs += byMs;
    if (this.#nextEndMs === undefined || this.#nextEndMs <= this.#uptimeMs()) await this.#settle();
  }

  /** The turn is over; packets may come that put entries on the lists. */
  async lapsed(): Promise<void> {
    await this.#settle();
    this.#nextEndMs = undefined;
  }

  /** Takes what is owed from every entry's remaining time. */
  async #settle(): Promise<void> {
    if (this.#owedMs === 0) return;
    const owedMs = this.#owedMs;
    this.#owedMs = 0;
    const nowMs = this.#uptimeMs();
    const lines: string[] = [];
    const ends = new Map<string, End>();
    for (const { list, address, remainingSeconds } of await this.#read()) {
      if (remainingSeconds === undefined) continue;
      const key = `${list} ${address}`;
      const endMs = this.#endOf(key, list, remainingSeconds, nowMs, owedMs);
      const { dynamic } = this.of(list);
      if (endMs <= nowMs) lines.push(`del ${dynamic} ${address} -exist`);
      else {
        const seconds = Math.min(Math.ceil((endMs - nowMs) / 1000), longestTimeoutSeconds);
        lines.push(`add ${dynamic} ${address} timeout ${seconds} -exist`);
        ends.set(key, { toldMs: Math.min(endMs, nowMs + seconds * 1000), endMs });
      }
    }
    this.#ends = ends;
    this.#nextEndMs = Math.min(Number.POSITIVE_INFINITY, ...[...ends.values()].map(({ endMs }) => endMs));
    await restore(lines);
  }

  /**
   * When an entry ends. The kernel counts whole seconds and starts a fresh one with every change, so the exact end is kept
   * here: many small turns do not add up. An entry that has begun anew since is known by a later end than remembered; if
   * that was during this turn, none of what is owed is its own.
   */
  #endOf(key: string, list: string, remainingSeconds: number, nowMs: number, owedMs: number): number {
    const told = nowMs - owedMs + remainingSeconds * 1000;
    const remembered = this.#ends.get(key);
    if (remembered !== undefined && Math.abs(remembered.toldMs - told) <= 1500) return remembered.endMs;
    const lookedThisTurn = this.#nextEndMs !== undefined;
    return told + 500 + this.#extraSeconds(list, remainingSeconds) * 1000 + (lookedThisTurn ? owedMs : 0);
  }
}

async function restore(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await runBrieflyOrThrow(['ipset', 'restore'], { input: `${lines.join('\n')}\n` });
}
