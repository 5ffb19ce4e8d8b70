import type { FirewallRule } from './firewall-rules.ts';
import { remembers } from './matcher-names.ts';

/**
 * Why it makes no difference which of two neighbouring rules of a chain comes first; undefined: it may make one.
 * Only what can be read from the rules themselves counts as a reason.
 */
export function commuteReason(
  first: FirewallRule,
  second: FirewallRule,
  all: readonly FirewallRule[],
): string | undefined {
  if (first.properties.get('disabled') === 'yes' || second.properties.get('disabled') === 'yes')
    return 'one of them is disabled';
  return (
    disjointReason(first, second) ??
    sameEndReason(first, second) ??
    independentReason(first, second) ??
    idleJumpReason(first, second, all) ??
    idleJumpReason(second, first, all)
  );
}

/** No packet matches both. */
function disjointReason(first: FirewallRule, second: FirewallRule): string | undefined {
  const protocols = [first, second].map((rule) => rule.properties.get('protocol'));
  if (differ(protocols)) return `no packet is both ${protocols.join(' and ')}`;
  for (const name of ['dst-port', 'src-port', 'connection-state', 'icmp-options', 'packet-size']) {
    // Of `8:0-255` only the type is compared: codes may overlap.
    const values = [first, second].map((rule) => rule.properties.get(name)?.replace(/:.*/, ''));
    if (areDisjoint(values)) return `no packet has both ${name}=${values.join(` and ${name}=`)}`;
  }
  for (const name of ['in-interface', 'out-interface', 'src-mac-address']) {
    const values = [first, second].map((rule) => rule.properties.get(name));
    if (differ(values)) return `no packet has both ${name}=${values.join(` and ${name}=`)}`;
  }
  for (const name of ['src-address-list', 'dst-address-list', 'in-interface-list', 'src-address', 'dst-address']) {
    const [a, b] = [first, second].map((rule) => rule.properties.get(name));
    if (a !== undefined && b !== undefined && (a === `!${b}` || b === `!${a}`))
      return `${name}=${a} excludes ${name}=${b}`;
  }
  return undefined;
}

function differ([a, b]: readonly (string | undefined)[]): boolean {
  return a !== undefined && b !== undefined && a !== b && !a.startsWith('!') && !b.startsWith('!');
}

function areDisjoint([a, b]: readonly (string | undefined)[]): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.startsWith('!')) return !b.startsWith('!') && isWithin(b, a.slice(1));
  if (b.startsWith('!')) return isWithin(a, b.slice(1));
  return !a.split(',').some((one) => b.split(',').some((other) => overlap(one, other)));
}

/** Everything of the one list is part of the other. */
function isWithin(inner: string, outer: string): boolean {
  return inner.split(',').every((one) => outer.split(',').some((other) => covers(other, one)));
}

function covers(outer: string, inner: string): boolean {
  const [around, within] = [range(outer), range(inner)];
  if (around === undefined || within === undefined) return outer === inner;
  return around[0] <= within[0] && within[1] <= around[1];
}

/** `22`, `1000-2000`, or a word. */
function overlap(one: string, other: string): boolean {
  const [first, second] = [range(one), range(other)];
  if (first === undefined || second === undefined) return one === other;
  return first[0] <= second[1] && second[0] <= first[1];
}

function range(text: string): [number, number] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2] ?? match[1])];
}

const ends = new Set(['accept', 'drop', 'reject', 'tarpit', 'masquerade']);

/** A packet that matches both comes to the same end, and nothing is written down of it. */
function sameEndReason(first: FirewallRule, second: FirewallRule): string | undefined {
  const action = actionOf(first);
  if (!ends.has(action) || actionOf(second) !== action) return undefined;
  if ([first, second].some(({ properties }) => properties.get('log') === 'yes')) return undefined;
  if (first.properties.get('reject-with') !== second.properties.get('reject-with')) return undefined;
  if ([first, second].some(({ properties }) => [...properties.keys()].some(dependsOnMore))) return undefined;
  return `both ${action}, and neither counts or remembers what it matched`;
}

/** Matchers that change by being asked: what they see depends on what came before. */
const dependsOnMore = (name: string): boolean => remembers(name) || name === 'layer7-protocol';

/** Both let packets go on, and neither asks for what the other writes. */
function independentReason(first: FirewallRule, second: FirewallRule): string | undefined {
  const rules = [first, second];
  if (!rules.every((rule) => /^add-(src|dst)-to-address-list$/.test(actionOf(rule)))) return undefined;
  // Two lines of the log would change places.
  if (rules.every(({ properties }) => properties.get('log') === 'yes')) return undefined;
  const [a, b] = rules.map(({ properties }) => properties.get('address-list') ?? '');
  if (a === b || asksFor(first, b ?? '') || asksFor(second, a ?? '')) return undefined;
  return 'both let the packet go on, and neither asks for the list that the other fills';
}

/** What the other rule matches, no rule of the chain does that is jumped to: it comes back as it went. */
function idleJumpReason(jump: FirewallRule, other: FirewallRule, all: readonly FirewallRule[]): string | undefined {
  if (actionOf(jump) !== 'jump' || /^add-/.exec(actionOf(other)) === null) return undefined;
  const target = jump.properties.get('jump-target') ?? '';
  const chain = all.filter((rule) => rule.menu === jump.menu && rule.chain === target);
  if (chain.length === 0 || chain.some((rule) => disjointReason(rule, other) === undefined)) return undefined;
  return `no rule of chain ${target} matches what the other one does`;
}

function asksFor({ properties }: FirewallRule, list: string): boolean {
  return ['src-address-list', 'dst-address-list'].some((name) => properties.get(name)?.replace(/^!/, '') === list);
}

function actionOf({ properties }: FirewallRule): string {
  return properties.get('action') ?? 'accept';
}
