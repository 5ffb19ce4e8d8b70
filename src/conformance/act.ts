import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../core/errors.ts';
import type { HeldConnection } from '../probes/held-connection.ts';
import type { LogLine } from '../router/router.ts';
import { RouterTrap } from '../router/router-trap.ts';
import type { Row } from '../routeros/api/sentence.ts';
import { parseDuration } from '../routeros/duration.ts';
import { readApiLine } from './api-line.ts';
import { doDeed } from './deeds.ts';
import { evaluate } from './script.ts';
import type { Session } from './session.ts';

/**
 * The lines of one case, done one after the other. Whatever they make on the router is taken away again by `clean`.
 *
 * `/menu/command words` goes over the API; `name = /menu/add …` names the item for later lines. `:return …` runs as a script.
 * `advance 2s` lets time pass, `list NAME` shows an address list, `counts` the packets of the case's rules, `log TOPIC` its log
 * lines. `attacker …` and `client …` are deeds of hosts (deeds.ts). A line that begins with `~` is done without its answer.
 */
export class Act {
  readonly #session: Session;
  readonly #items = new Map<string, string>();
  readonly #made: { readonly menu: string; readonly id: string }[] = [];
  readonly #held = new Map<string, HeldConnection>();
  /** The rule that sees all packets of the outside before any other does. */
  #watch: string | undefined;
  /** How many it has seen. */
  #arrived = 0;
  #hostsActed = false;
  /** When something began that ends by itself, and how long has been waited on purpose since. */
  #beganAt: number | undefined;
  #waitedMs = 0;
  #mark: string | undefined;

  readonly #verbs: Readonly<Record<string, (rest: string) => Promise<string | undefined>>> = {
    advance: async (rest) => {
      await this.#session.clock.advance(rest);
      this.#waitedMs += parseDuration(rest) ?? 0;
      return undefined;
    },
    list: async (name) => await this.#list(name),
    counts: async () => (await this.#counts('packets')).join(' '),
    bytes: async () => (await this.#counts('bytes')).join(' '),
    watch: async () => await this.#startWatch(),
    log: async (rest) => await this.#log(rest),
  };

  constructor(session: Session) {
    this.#session = session;
  }

  /** What the lines say, a line each. RouterOS's refusal is an answer like any other, and the last one. */
  async play(lines: readonly string[]): Promise<string> {
    const said: string[] = [];
    try {
      for (const line of lines) {
        const silent = line.startsWith('~ ');
        const answer = await this.#do(silent ? line.slice(2) : line);
        if (!silent && answer !== undefined) said.push(answer);
      }
    } catch (error) {
      if (!(error instanceof RouterTrap)) throw error;
      said.push(`! ${error.message}`);
    }
    return said.join('\n');
  }

  /** How much longer than it waits a case has taken where time cannot be turned; 0 for one that does not wait. */
  get overrunMs(): number {
    if (this.#session.clock.mode === 'virtual' || this.#waitedMs === 0 || this.#beganAt === undefined) return 0;
    return Math.round(performance.now() - this.#beganAt - this.#waitedMs);
  }

  async #do(line: string): Promise<string | undefined> {
    if (begins.test(line)) this.#beganAt ??= performance.now();
    if (line.startsWith(':')) return await evaluate(this.#session, line);
    const [, name, command = ''] = /^(?:(\w+) = )?(\/.*)$/s.exec(line) ?? [];
    if (command !== '') return await this.#command(command, name);
    const [verb = '', ...words] = line.split(' ');
    const own = this.#verbs[verb];
    return await (own === undefined ? this.#deed(line) : own(words.join(' ')));
  }

  async #command(line: string, name: string | undefined): Promise<string | undefined> {
    const { command, words, proplist } = readApiLine(line, this.#items);
    const rows = await this.#session.router.ask(command, words, { timeoutMs: patientMs });
    const ret = rows.at(-1)?.ret;
    if (!command.endsWith('/add') || ret === undefined) return rowsText(rows, proplist, command);
    this.#made.push({ menu: command.slice(0, -'/add'.length), id: ret });
    if (name !== undefined) this.#items.set(name, ret);
    return undefined;
  }

  async #list(name: string): Promise<string> {
    const rows = await this.#session.router.addressList(name);
    const entries = rows.map(
      ({ address, dynamic, timeout }) =>
        `${address} ${dynamic ? 'dynamic' : 'static'}${timeout === undefined ? '' : ' timed'}`,
    );
    return entries.length === 0 ? 'empty' : entries.join(', ');
  }

  /** Of the case's own rules, in the order in which it has made them. */
  async #counts(what: 'packets' | 'bytes'): Promise<string[]> {
    const rules = this.#made.filter(({ menu, id }) => tables.test(menu) && id !== this.#watch);
    const rows: Row[] = [];
    for (const menu of new Set(rules.map((rule) => rule.menu)))
      rows.push(...(await this.#session.router.print(menu, { stats: true })).map((row) => ({ ...row, menu })));
    return rules.map(({ menu, id }) => rows.find((row) => row['menu'] === menu && row['.id'] === id)?.[what] ?? 'gone');
  }

  /** A rule that counts what comes from outside: a packet that it has not seen was never there to be judged. */
  async #startWatch(): Promise<undefined> {
    const rule = 'chain=prerouting in-interface=ether1 action=passthrough comment=knocklab-watch';
    await this.#command(`/ip/firewall/raw/add ${rule}`, 'watch');
    this.#watch = this.#items.get('watch');
  }

  async #deed(line: string): Promise<string | undefined> {
    const { network } = this.#session;
    if (network === undefined) throw new KnocklabError('conformance/no-hosts', `There are no hosts for "${line}".`);
    this.#hostsActed = true;
    for (let attempt = 1; ; attempt += 1) {
      const said = await doDeed(line, network, this.#held);
      if (this.#watch === undefined || said !== undefined) return said;
      if (await this.#arrives(packetsOf(line), network.patienceMs)) return undefined;
      if (attempt === 5) throw new KnocklabError('conformance/lost', `No packet of "${line}" reached the router.`);
    }
  }

  async #arrives(packets: number, patienceMs: number): Promise<boolean> {
    const endsAt = performance.now() + patienceMs * 10;
    for (const before = this.#arrived; ; await pause(10)) {
      this.#arrived = await this.#watched();
      if (this.#arrived >= before + packets) return true;
      if (performance.now() > endsAt) return false;
    }
  }

  async #watched(): Promise<number> {
    const rows = await this.#session.router.print('/ip/firewall/raw', {
      stats: true,
      query: { comment: 'knocklab-watch' },
    });
    return Number(rows[0]?.packets ?? 0);
  }

  /** `log mark` writes a line; `log TOPIC TEXT` gives those behind it whose topics begin so and whose message has the text. */
  async #log(rest: string): Promise<string | undefined> {
    const { router, network } = this.#session;
    if (rest === 'mark') {
      this.#mark = `knocklab-mark ${Math.random().toString(36).slice(2)}`;
      await router.call('/log', 'info', { message: this.#mark });
      return undefined;
    }
    const [topic = '', ...text] = rest.split(' ');
    const endsAt = performance.now() + (network?.patienceMs ?? 100) * 10;
    for (;;) {
      const found = (await this.#linesBehindMark()).filter(
        ({ topics, message }) => topics.startsWith(topic) && message.includes(text.join(' ')),
      );
      if (found.length > 0) return found.map(({ topics, message }) => `${topics}: ${plain(message)}`).join('\n');
      if (performance.now() > endsAt) return 'nothing';
      await pause(20);
    }
  }

  async #linesBehindMark(): Promise<LogLine[]> {
    const lines = await this.#session.router.log();
    return lines.slice(lines.findLastIndex(({ message }) => message === this.#mark) + 1);
  }

  /** Takes away what the lines have made, and what rules of theirs have: lists called `kl-…`, connections of the hosts. */
  async clean(): Promise<void> {
    for (const held of this.#held.values()) await held[Symbol.asyncDispose]();
    const menus = Map.groupBy(this.#made.toReversed(), ({ menu }) => menu);
    for (const [menu, items] of menus)
      await this.#remove(
        menu,
        items.map(({ id }) => id),
      );
    // A rule may have made entries, and an entry may have another id than `add` has said.
    if (this.#hostsActed || menus.has(listMenu))
      await this.#removeRows(listMenu, ({ list }) => list?.startsWith('kl-') === true);
    if (this.#hostsActed && this.#made.some(({ menu }) => tables.test(menu)))
      await this.#removeRows('/ip/firewall/connection', (row) => hostAddress.test(row['src-address'] ?? ''));
  }

  async #removeRows(menu: string, wanted: (row: Row) => boolean): Promise<void> {
    const rows = (await this.#session.router.print(menu, { timeoutMs: patientMs })).filter(wanted);
    await this.#remove(
      menu,
      rows.map((row) => row['.id'] ?? ''),
    );
  }

  /** Some may be gone already, and then none of a list is taken away: they are removed one by one. */
  async #remove(menu: string, ids: readonly string[]): Promise<void> {
    const { router } = this.#session;
    if (ids.length === 0) return;
    try {
      await router.remove(menu, ids.join(','));
    } catch (error) {
      if (!(error instanceof RouterTrap)) throw error;
      for (const id of ids) await router.remove(menu, id).catch(unlessGone);
    }
  }
}

/** How many packets a line sends. */
const packetsOf = (line: string): number =>
  / knocks /.test(line) ? (line.match(/\/udp|\/tcp|icmp/g) ?? []).length : 1;

/** A guest that is emulated on a busy machine may be silent for long. */
const patientMs = 60_000;
/** Lines that make an entry with a time. */
const begins = /^(attacker|client) | timeout=/;
const listMenu = '/ip/firewall/address-list';
const tables = /^\/ipv?6?\/firewall\/(filter|nat|mangle|raw)$/;
const hostAddress = /^(198\.51\.100\.66|192\.0\.2\.10)\b/;

function unlessGone(error: unknown): void {
  if (error instanceof RouterTrap && error.message.startsWith('no such item')) return;
  throw error;
}

/** The properties that were asked for, a row a line; `-` for what a row does not have. */
function rowsText(rows: readonly Row[], proplist: readonly string[], command: string): string | undefined {
  const ret = rows.at(-1)?.ret;
  if (ret !== undefined) return ret;
  if (!/\/(print|getall|get)$/.test(command)) return undefined;
  if (rows.length === 0) return 'none';
  return rows.map((row) => proplist.map((name) => row[name] ?? '-').join(' ')).join('\n');
}

/** What is by chance, out of a log line: the attacker's port and the MAC address. */
function plain(message: string): string {
  return message
    .replaceAll(/\b198\.51\.100\.66:\d+/g, '198.51.100.66:PORT')
    .replaceAll(/src-mac [\dA-Fa-f:]{17}/g, 'src-mac MAC');
}
