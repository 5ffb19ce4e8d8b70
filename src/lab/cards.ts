import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../core/errors.ts';
import { runCommand, runOrThrow } from '../process/run-command.ts';
import type { Lab } from './lab.ts';

/** Network cards of this machine by the interface of the router that their cables lead to. */
export type Cards = Readonly<Record<string, string>>;

/** What `ip -json -details address` says of a link, as far as it is asked. */
interface Link {
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly master?: string;
  /** The card that a VLAN lies on. */
  readonly link?: string;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly addr_info: readonly { readonly local: string; readonly scope: string; readonly family: string }[];
}

/** Whoever moves a card has to be root of the machine; nothing else of a lab needs that. */
export function requireRoot(): void {
  if (process.geteuid?.() === 0) return;
  throw new KnocklabError('lab/not-root', 'Only root can move a network card into the lab.', {
    remedy: 'Nothing has been done. Run the command with sudo.',
  });
}

/** Refuses a card that this machine uses itself: its address, its route or whatever lies on it would be cut off. */
export async function requireFreeCards(cards: Cards): Promise<void> {
  const names = Object.values(cards);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refusal(twice, 'is given for two interfaces of the router');
  for (const name of names) {
    const use = await useOf(name);
    if (use !== undefined) throw refusal(name, use);
  }
}

function refusal(name: string, reason: string): KnocklabError {
  return new KnocklabError('lab/card-in-use', `The network card "${name}" ${reason}.`, {
    remedy: 'Nothing has been done. Give a card to --nic that this machine does not use, with no address and no route.',
  });
}

async function useOf(name: string): Promise<string | undefined> {
  const { stdout } = await runOrThrow(['ip', '-json', '-details', 'address', 'show']);
  const links: readonly Link[] = JSON.parse(stdout);
  const own = links.find(({ ifname }) => ifname === name);
  if (own === undefined) return `is none of this machine's (${links.map(({ ifname }) => ifname).join(', ')})`;
  return linkUse(own, links) ?? (await routeUse(name));
}

/** A veth has a kind and is taken for a card: that is how it can be tried without one. */
function linkUse(
  { ifname, flags, master, linkinfo, addr_info: addresses }: Link,
  all: readonly Link[],
): string | undefined {
  const { info_kind: kind } = linkinfo ?? {};
  if (flags.includes('LOOPBACK') || (kind !== undefined && kind !== 'veth'))
    return `is no card (${kind ?? 'loopback'})`;
  if (master !== undefined) return `is part of ${master}`;
  const above = all.find(({ link, linkinfo: its }) => link === ifname && its?.info_kind !== 'veth');
  if (above !== undefined) return `carries ${above.ifname}`;
  // Every card that is up has one of its own; nobody has given it.
  const address = addresses.find(({ family, scope }) => family === 'inet' || scope !== 'link');
  return address === undefined ? undefined : `has the address ${address.local}`;
}

async function routeUse(name: string): Promise<string | undefined> {
  for (const family of ['-4', '-6']) {
    const { stdout } = await runCommand(['ip', family, 'route', 'show', 'table', 'all', 'dev', name]);
    const route = stdout
      .split('\n')
      .find((line) => line !== '' && !/^(?:(?:multicast|local|anycast) )?(?:fe80|ff00)::/.test(line));
    if (route !== undefined) return `has the route ${route.trim()}`;
  }
  return undefined;
}

/** Cards that are in a lab. */
export interface PluggedCards {
  /** Gives them back to this machine, up or down as they were. */
  unplug(): Promise<void>;
}

/**
 * Moves cards into the namespace of the lab's router, and bridges each with the cable of its interface: the device at the
 * other end of it then stands in the router's place. A physical card falls back to the machine when its namespace ends,
 * however it ends; a veth ends with it.
 */
export async function plugCards(lab: Lab, cards: Cards): Promise<PluggedCards> {
  await requireFreeCards(cards);
  await silence(lab);
  const plugged: Card[] = [];
  const unplug = async (): Promise<void> => {
    for (const card of plugged.splice(0)) await giveBack(lab, card);
  };
  try {
    for (const [index, [own, name]] of Object.entries(cards).entries()) {
      const wasUp = (await runOrThrow(['ip', 'link', 'show', 'dev', name, 'up'])).stdout !== '';
      await runOrThrow(['ip', 'link', 'set', 'dev', name, 'netns', namespaceOf(lab)]);
      plugged.push({ name, wasUp });
      await bridge(lab, own, name, index);
    }
    for (const { name } of plugged) await requireLink(lab, name);
    return { unplug };
  } catch (error) {
    await unplug();
    throw error;
  }
}

interface Card {
  readonly name: string;
  readonly wasUp: boolean;
}

const namespaceOf = ({ directory, router }: Lab): string => join(directory, '..', 'netns', router.name);

/** Nothing here speaks itself: no address, no solicitation, and no filter of the machine's between two ports of a bridge. */
async function silence({ router }: Lab): Promise<void> {
  const files = ['ipv6/conf/all/disable_ipv6', 'ipv6/conf/default/disable_ipv6'].map((file) => `/proc/sys/net/${file}`);
  await router.exec(['sh', '-c', `for file in ${files.join(' ')}; do [ ! -e $file ] || echo 1 > $file; done`]);
}

/** The topology's MAC address may be the device's own, and a bridge drops what comes from an address of its own ports. */
async function bridge({ router }: Lab, own: string, card: string, index: number): Promise<void> {
  const name = `kl-${own}`.slice(0, 15);
  const port = `02:6b:6e:6f:01:${index.toString(16).padStart(2, '0')}`;
  const commands = [
    `link add ${name} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`,
    `link set ${own} address ${port}`,
    ...[own, card].map((end) => `link set ${end} master ${name}`),
    ...[own, card, name].map((end) => `link set ${end} up`),
  ];
  const { exitCode, stderr } = await router.exec(['ip', '-batch', '-'], { input: commands.join('\n') });
  if (exitCode === 0) return;
  throw new KnocklabError('lab/card', `The network card "${card}" cannot be connected to the lab.`, {
    evidence: stderr,
  });
}

const linkTimeoutMs = 10_000;

/** A card that has just been switched on takes seconds to agree with the other end. */
async function requireLink({ router }: Lab, name: string): Promise<void> {
  const endsAt = performance.now() + linkTimeoutMs;
  while (performance.now() < endsAt) {
    const { stdout } = await router.exec(['ip', 'link', 'show', 'dev', name]);
    if (/[<,]LOWER_UP[,>]/.test(stdout)) return;
    await pause(100);
  }
  throw new KnocklabError('lab/card', `The network card "${name}" has no link.`, {
    remedy: 'See to its cable, and that the interface at the other end is switched on.',
  });
}

/** A lab that has ended has given it back itself. */
async function giveBack(lab: Lab, { name, wasUp }: Card): Promise<void> {
  const enter = ['nsenter', `--net=${namespaceOf(lab)}`, 'ip', 'link', 'set', 'dev', name];
  await runCommand([...enter, 'nomaster']);
  await runCommand([...enter, 'netns', String(process.pid)]);
  if (wasUp) await runCommand(['ip', 'link', 'set', 'dev', name, 'up']);
}
