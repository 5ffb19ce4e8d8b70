import { isDeepStrictEqual } from 'node:util';
import { resetRouter } from '../src/router/reset-router.ts';
import { parseDuration } from '../src/routeros/duration.ts';
import type { Forged } from '../src/scenario/host-deeds.ts';
import { expect } from '../src/scenario/scenario.ts';
import type { ScenarioHost } from '../src/scenario/scenario-host.ts';
import type { ScenarioRouter } from '../src/scenario/scenario-router.ts';
import type { AddressListRow } from '../src/trace/events.ts';

/** Packets, each from an address of its own, and what they do to the lists. */
export interface ListChange {
  /** Who sends them, in the names of others of its network; unless given, the one that the table is for. */
  readonly by?: ScenarioHost;
  /** The lists that the sender stands on already. */
  readonly on?: readonly string[];
  /** `22/tcp` is a SYN, `22/tcp RST` belongs to no connection; `53/udp`, `icmp`. */
  readonly packets: readonly string[];
  /** The lists that the packet puts its sender on, or keeps it on, and for how long; unless given, none. */
  readonly puts?: Readonly<Record<string, string>>;
}

interface Case extends Required<Omit<ListChange, 'packets'>> {
  readonly name: string;
  readonly source: string;
  readonly packet: string;
}

/** One packet for each case, all at once, and what each has done to the router's lists, which are empty before and after. */
export async function expectListChanges(
  router: ScenarioRouter,
  by: ScenarioHost,
  changes: readonly ListChange[],
): Promise<void> {
  const cases = casesOf(changes, by);
  expect(
    cases.some(({ puts }) => Object.keys(puts).length > 0),
    'a table in which nothing changes would prove nothing',
  ).toBe(true);
  await resetRouter(router.api);
  const entries = cases.flatMap(({ source, on }) =>
    on.map((list) => `add list="${list}" address=${source} timeout=${before}`),
  );
  await router.run(`/ip firewall address-list; ${entries.join('; ')}`);
  for (const [host, own] of Map.groupBy(cases, (one) => one.by)) await host.forge(router, own.map(forged));
  const rows = await router.api.addressList();
  await resetRouter(router.api);
  const wrong = cases.filter((one) => !isDeepStrictEqual(changesOf(one, rows), one.puts));
  expect(Object.fromEntries(wrong.map((one) => [one.name, changesOf(one, rows)]))).toEqual(
    Object.fromEntries(wrong.map(({ name, puts }) => [name, puts])),
  );
}

/** Longer than any entry that a rule makes: what is left of it tells whether a rule has set it anew. */
const before = '50d';
const beforeMs = 50 * 86_400_000;
/** Below are the hosts of the lab. */
const firstSender = 100;

function casesOf(changes: readonly ListChange[], usual: ScenarioHost): Case[] {
  const all = changes.flatMap(({ by = usual, on = [], packets, puts = {} }) =>
    packets.map((packet) => ({ by, on, packet, puts })),
  );
  expect(all.length, 'senders in one network').toBeLessThanOrEqual(254 - firstSender);
  return all.map((one, index) => ({
    ...one,
    name: `${one.by.name}: ${one.packet} from ${one.on.length === 0 ? 'a stranger' : one.on.join(' and ')}`,
    source: (one.by.address ?? '').replace(/\d+$/, `${firstSender + index}`),
  }));
}

function forged({ source, packet }: Case): Forged {
  const [, port = '', protocol = 'icmp', flag] = /^(\d+)\/(tcp|udp)(?: (RST))?$/.exec(packet) ?? [];
  if (protocol === 'icmp') return { source, transport: { protocol, size: 84 } };
  const ports = { sourcePort: 40_000, port: Number(port) };
  if (protocol === 'udp') return { source, transport: { protocol, ...ports } };
  return { source, transport: { protocol: 'tcp', ...ports, flags: [flag === 'RST' ? 'RST' : 'SYN'] } };
}

/** A time that is as good as the wanted one is given as that: the clock goes on while one looks. */
function changesOf({ source, puts }: Case, rows: readonly AddressListRow[]): Record<string, string> {
  const own = rows
    .filter(({ address }) => address === source)
    .map(({ list, timeout = '' }) => [list, timeout] as const);
  const changed = own.filter(([, timeout]) => (parseDuration(timeout) ?? 0) < beforeMs * 0.9);
  return Object.fromEntries(
    changed.map(([list, timeout]) => [list, isAbout(timeout, puts[list]) ? puts[list] : timeout]),
  );
}

function isAbout(timeout: string, wanted: string | undefined): wanted is string {
  const [left = 0, whole = 0] = [timeout, wanted ?? ''].map(parseDuration);
  return left <= whole && left > whole * 0.55;
}

/** Lets a host stand on these lists, and on no other that a rule or a step has put it on. */
export async function put(
  router: ScenarioRouter,
  { address }: Pick<ScenarioHost, 'address'>,
  ...lists: readonly string[]
): Promise<void> {
  const entries = lists.map((list) => `add list="${list}" address=${address} timeout=1h`);
  await router.run(`/ip firewall address-list; ${[`remove [find dynamic address=${address}]`, ...entries].join('; ')}`);
}
