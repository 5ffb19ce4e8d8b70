import type { Difference } from '../mutants/compare-firewalls.ts';

/** What a step has to send, and to expect, in order to see a difference. */
export interface Trait {
  readonly title: string;
  /** What is known of the packet and cannot be said in a step. */
  readonly notes: readonly string[];
  /** Lists that hold the sender beforehand. */
  readonly lists: readonly string[];
  readonly host: string;
  readonly probe: { readonly protocol: 'tcp' | 'udp' | 'icmp'; readonly port?: number; readonly target: string };
  readonly expectation: Expectation;
}

/** As it is before the fault. */
type Expectation =
  | { readonly kind: 'passes'; readonly passes: boolean }
  | { readonly kind: 'list'; readonly list: string; readonly holds: boolean }
  | { readonly kind: 'lifetime'; readonly list: string; readonly lasts: string }
  | { readonly kind: 'log'; readonly prefix: string }
  | { readonly kind: 'order' };

export function traitsOf(difference: Difference): Trait {
  const { packet, chain } = difference;
  const protocol = protocolOf(packet.get('protocol'));
  const port = protocol === 'icmp' ? undefined : portOf(packet.get('dst-port'));
  const target = chain === 'forward' || chain === 'srcnat' ? 'isp' : 'router';
  const expectation = expectationOf(difference);
  const what = port === undefined ? 'a ping' : `${port}/${protocol}`;
  return {
    title: `${what} ${words(expectation)}`,
    notes: notesOf(difference),
    lists: listsOf(packet),
    host: 'attacker',
    probe: { protocol: port === undefined ? 'icmp' : protocol, ...(port === undefined ? {} : { port }), target },
    expectation,
  };
}

function words(expectation: Expectation): string {
  if (expectation.kind === 'passes') return expectation.passes ? 'gets through' : 'is stopped';
  if (expectation.kind === 'list')
    return `${expectation.holds ? 'puts' : 'does not put'} its sender on ${expectation.list}`;
  if (expectation.kind === 'lifetime') return `is remembered on ${expectation.list} for ${expectation.lasts}`;
  return expectation.kind === 'log' ? `is logged as ${expectation.prefix}` : 'comes to the same end';
}

function expectationOf({ before, after }: Difference): Expectation {
  const [was = 'accept', is = 'accept'] = [before.at(-1), after.at(-1)];
  if (isPassing(was) !== isPassing(is)) return { kind: 'passes', passes: isPassing(was) };
  const gone = before.filter((effect) => !after.includes(effect));
  const come = after.filter((effect) => !before.includes(effect));
  const lost = gone.map(listing).find((one) => one !== undefined);
  const found = come.map(listing).find((one) => one !== undefined);
  if (lost !== undefined && found?.list === lost.list) return { kind: 'lifetime', ...lost };
  if (lost !== undefined) return { kind: 'list', list: lost.list, holds: true };
  if (found !== undefined) return { kind: 'list', list: found.list, holds: false };
  const logged = gone.find((effect) => effect.startsWith('log '));
  return logged === undefined ? { kind: 'order' } : { kind: 'log', prefix: logged.slice(4) };
}

const isPassing = (end: string): boolean => !/^(drop|reject|tarpit)/.test(end);

/** `src on knock1 for 30s` */
function listing(effect: string): { readonly list: string; readonly lasts: string } | undefined {
  const [, list, lasts] = /^(?:src|dst) on (.+) for (\S+)$/.exec(effect) ?? [];
  return list === undefined || lasts === undefined ? undefined : { list, lasts };
}

function protocolOf(possible: readonly string[] = ['tcp']): 'tcp' | 'udp' | 'icmp' {
  for (const protocol of ['tcp', 'udp', 'icmp'] as const) if (possible.includes(protocol)) return protocol;
  return 'udp';
}

function portOf(ranges: readonly string[] = []): number {
  const [first = '40404-40404'] = ranges;
  const [from = '0', to = from] = first.split('-');
  return Math.min(Math.max(Number(from), 1), Number(to));
}

function listsOf(packet: Difference['packet']): string[] {
  return [...packet].flatMap(([field, [value]]) =>
    field.startsWith('src-address-list=') && value === 'yes' ? [field.slice('src-address-list='.length)] : [],
  );
}

const said = new Set(['protocol', 'dst-port']);

function notesOf({ packet, before, after }: Difference): string[] {
  const facts = [...packet]
    .filter(([field]) => !said.has(field) && !field.startsWith('src-address-list='))
    .map(([field, values]) =>
      field.includes('=') ? `${values[0] === 'yes' ? '' : 'not '}${field}` : `${field}: ${values.join(', ')}`,
    );
  const off = [...packet].filter(([field, [value]]) => field.startsWith('src-address-list=') && value === 'no');
  const notOn = off.map(([field]) => field.slice('src-address-list='.length));
  return [
    ...(facts.length === 0 ? [] : [`The packet: ${facts.join('; ')}`]),
    ...(notOn.length === 0 ? [] : [`Its sender is not on: ${notOn.join(', ')}`]),
    `As it is: ${before.join(', ')}. With the fault: ${after.join(', ')}.`,
  ];
}
