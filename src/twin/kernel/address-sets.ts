import { runOrThrow } from '../../process/run-command.ts';
import { prefixesOf } from '../menu/address-types.ts';

/** The longest timeout ipset keeps, in seconds; RouterOS keeps ten times as long (kernel-facts). */
export const longestTimeoutSeconds = 2_147_483;

export interface DynamicEntry {
  readonly list: string;
  readonly address: string;
  /** Undefined: until reboot (`none-dynamic`). */
  readonly remainingSeconds: number | undefined;
}

interface Sets {
  readonly union: string;
  readonly fixed: string;
  readonly dynamic: string;
}

/**
 * One RouterOS address list is three sets: static entries, dynamic ones with a timeout each, and the union of both that
 * rules match. So a static entry stays static when a rule adds its address again (kernel-facts; firewall-facts 2.1).
 */
export class AddressSets {
  readonly #sets = new Map<string, Sets>();
  readonly #lists = new Map<string, string>();
  /** What the static sets hold in the kernel, by list. */
  readonly #fixed = new Map<string, ReadonlySet<string>>();
  /** When a dynamic entry ends on the uptime axis, exactly: the kernel only tells whole seconds. */
  #endsMs: ReadonlyMap<string, number> = new Map();
  /** Of time that has been turned, what the kernel has not been told yet. */
  #owedMs = 0;
  /** The earliest end, once it has been looked up in a turn. */
  #nextEndMs: number | undefined;
  readonly #uptimeMs: () => number;

  constructor(uptimeMs: () => number) {
    this.#uptimeMs = uptimeMs;
  }

  of(list: string): Sets {
    const known = this.#sets.get(list);
    if (known !== undefined) return known;
    const number = this.#sets.size;
    const sets: Sets = { union: `L${number}`, fixed: `S${number}`, dynamic: `D${number}` };
    this.#sets.set(list, sets);
    this.#lists.set(sets.dynamic, list);
    return sets;
  }

  /** Makes the sets of these lists, and their static entries, what they should be; in one transaction. */
  async enact(fixed: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    const lines: string[] = [];
    for (const [list, addresses] of fixed) {
      const { union, fixed: set, dynamic } = this.of(list);
      const before = this.#fixed.get(list);
      if (before === undefined) {
        lines.push(`create ${set} hash:net maxelem 1048576`, `create ${dynamic} hash:net timeout 0 maxelem 1048576`);
        lines.push(`create ${union} list:set`, `add ${union} ${set}`, `add ${union} ${dynamic}`);
      }
      const members = new Set([...addresses].flatMap(setMembers));
      for (const member of members) if (!before?.has(member)) lines.push(`add ${set} ${member} -exist`);
      for (const member of before ?? []) if (!members.has(member)) lines.push(`del ${set} ${member} -exist`);
      this.#fixed.set(list, members);
    }
    await restore(lines);
  }

  async entries(): Promise<DynamicEntry[]> {
    await this.#settle();
    return this.#read();
  }

  async #read(): Promise<DynamicEntry[]> {
    if (this.#fixed.size === 0) return [];
    const { stdout } = await runOrThrow(['ipset', 'save']);
    return stdout.split('\n').flatMap((line) => this.#entry(line));
  }

  #entry(line: string): DynamicEntry[] {
    const match = /^add (D\d+) (\S+) timeout (\d+)/.exec(line);
    const list = this.#lists.get(match?.[1] ?? '');
    if (match === null || list === undefined) return [];
    const seconds = Number(match[3]);
    return [{ list, address: match[2] ?? '', remainingSeconds: seconds === 0 ? undefined : seconds }];
  }

  async addDynamic(list: string, address: string, seconds: number): Promise<void> {
    await this.#settle();
    await restore([`add ${this.of(list).dynamic} ${address} timeout ${seconds} -exist`]);
  }

  async removeDynamic(list: string, address: string): Promise<void> {
    await restore([`del ${this.of(list).dynamic} ${address} -exist`]);
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
    const ends = new Map<string, number>();
    for (const { list, address, remainingSeconds } of await this.#read()) {
      if (remainingSeconds === undefined) continue;
      const key = `${list} ${address}`;
      const endMs = this.#endOf(key, remainingSeconds, nowMs, owedMs);
      const { dynamic } = this.of(list);
      if (endMs <= nowMs) lines.push(`del ${dynamic} ${address} -exist`);
      else {
        lines.push(`add ${dynamic} ${address} timeout ${Math.ceil((endMs - nowMs) / 1000)} -exist`);
        ends.set(key, endMs);
      }
    }
    this.#endsMs = ends;
    this.#nextEndMs = Math.min(Number.POSITIVE_INFINITY, ...ends.values());
    await restore(lines);
  }

  /**
   * When an entry ends. The kernel counts whole seconds and starts a fresh one with every change, so the exact end is kept
   * here: many small turns do not add up. An entry that has begun anew since is known by a later end than remembered; if
   * that was during this turn, none of what is owed is its own.
   */
  #endOf(key: string, remainingSeconds: number, nowMs: number, owedMs: number): number {
    const told = nowMs - owedMs + remainingSeconds * 1000;
    const remembered = this.#endsMs.get(key);
    if (remembered !== undefined && Math.abs(remembered - told) <= 1500) return remembered;
    const lookedThisTurn = this.#nextEndMs !== undefined;
    return told + 500 + (lookedThisTurn ? owedMs : 0);
  }
}

/** A `hash:net` holds prefixes from /1 to /32, but not the address that nobody has. */
export function setMembers(address: string): string[] {
  if (address === '0.0.0.0') return [];
  if (address === '0.0.0.0/0') return ['0.0.0.0/1', '128.0.0.0/1'];
  return address.includes('-') ? prefixesOf(address).filter((prefix) => prefix !== '0.0.0.0') : [address];
}

async function restore(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await runOrThrow(['ipset', 'restore'], { input: `${lines.join('\n')}\n` });
}
