import type { Step } from '../firewall.ts';
import { kindOf, normal } from './kinds.ts';

/** Properties of a rule that no packet is asked for. */
const noMatchers: ReadonlySet<string> = new Set([
  'action',
  'address-list',
  'address-list-timeout',
  'chain',
  'comment',
  'copy-from',
  'disabled',
  'hw-offload',
  'jump-target',
  'log',
  'log-prefix',
  'new-connection-mark',
  'new-mss',
  'new-packet-mark',
  'new-priority',
  'new-routing-mark',
  'new-ttl',
  'passthrough',
  'randomise-ports',
  'reject-with',
  'same-not-by-dst',
  'to-addresses',
  'to-ports',
]);

export const isMatcher = (name: string, value: string): boolean => !noMatchers.has(name) && value !== '';

/** What a packet must have to come to a rule and match it, by the name of the matcher: its own values, then those of the jumps. */
export type Asked = ReadonlyMap<string, readonly string[]>;

export function askedBy({ properties, through }: Step): Asked {
  const asked = new Map<string, string[]>();
  for (const one of [properties, ...through.toReversed().map((rule) => rule.properties)])
    for (const [name, value] of one) if (isMatcher(name, value)) asked.set(name, [...(asked.get(name) ?? []), value]);
  return asked;
}

/** They answer by what came before, or by the clock: the same packet may match once and not again. */
const changing: ReadonlySet<string> = new Set([
  'connection-limit',
  'connection-rate',
  'dst-limit',
  'layer7-protocol',
  'limit',
  'nth',
  'psd',
  'random',
  'time',
]);

/** Every packet that has what the inner ones ask for has what the outer ones ask for. */
export function impliesAll(inner: Asked, outer: Asked): boolean {
  return [...outer].every(([name, values]) => {
    if (changing.has(name)) return false;
    return values.every((value) => implied(inner, name, value));
  });
}

function implied(inner: Asked, name: string, value: string): boolean {
  // `port` is one of the two: who asks for that one asks for it.
  const names = name === 'port' ? ['port', 'dst-port', 'src-port'] : [name];
  return names.some((own) => (inner.get(own) ?? []).some((one) => implies(own, one, value)));
}

function implies(name: string, inner: string, outer: string): boolean {
  const [a, b] = [normal(name, inner), normal(name, outer)];
  const kind = name === 'port' ? kindOf('dst-port') : kindOf(name);
  if (!a.isNot && !b.isNot) return kind.isWithin(a.text, b.text);
  if (a.isNot && b.isNot) return kind.isWithin(b.text, a.text);
  return !a.isNot && kind.areApart(a.text, b.text);
}

/** Why no packet has what both ask for; undefined: one may have. */
export function apartBy(one: Asked, other: Asked): string | undefined {
  for (const [name, values] of one)
    for (const a of values)
      for (const b of other.get(name) ?? []) if (exclude(name, a, b)) return `${name}=${a} and ${name}=${b}`;
  return undefined;
}

function exclude(name: string, one: string, other: string): boolean {
  const [a, b] = [normal(name, one), normal(name, other)];
  const kind = kindOf(name);
  if (a.isNot && b.isNot) return false;
  if (!a.isNot && !b.isNot) return kind.areApart(a.text, b.text);
  const [positive, negative] = a.isNot ? [b.text, a.text] : [a.text, b.text];
  return kind.isWithin(positive, negative);
}
