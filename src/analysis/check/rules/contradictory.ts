import type { Configuration } from '../configuration.ts';
import type { Check, Fault } from '../finding.ts';
import type { Step } from '../firewall.ts';
import { apartBy, askedBy } from '../matching/relation.ts';
import { interfacesOf } from '../outside.ts';

/** Rules whose conditions exclude each other. */
export const contradictory: Check = {
  id: 'contradictory',
  level: 'error',
  title: 'conditions can be met together',
  finds:
    'conditions that exclude each other, also those of the jumps to a chain; an interface that a chain does not know; `limit` without a burst',
  source:
    'MikroTik’s manual, “Common Firewall Matchers and Actions” and “Packet flow”; the `limit` match of the published kernel sources',
  find: ({ configuration, firewall }) => {
    const steps = firewall.walks().flatMap((walk) => walk.map((step) => ({ step, first: walk[0]?.chain ?? '' })));
    const ways = Map.groupBy(steps, ({ step }) => `${step.menu} ${step.number}`);
    return [...ways.values()].flatMap((one) => {
      const reasons = one.map(({ step, first }) => reasonOf(step, first, configuration));
      const [reason] = reasons;
      const [way] = one;
      if (way === undefined || reason === undefined || reasons.includes(undefined)) return [];
      // Behind a jump that cannot match nothing matches: told once.
      const jumps = way.step.through.map((jump) => ({ ...jump, through: [] }));
      if (jumps.some((jump) => reasonOf(jump, way.first, configuration) !== undefined)) return [];
      return [faultOf(way.step, reason)];
    });
  },
};

/** Undefined: a packet may meet it. */
function reasonOf(step: Step, first: string, configuration: Configuration): string | undefined {
  const own = askedBy({ ...step, through: [] });
  const outer = step.through.map((rule) => askedBy({ ...rule, through: [] }));
  return (
    apartBy(own, own) ??
    outer.map((asked) => apartBy(own, asked)).find((reason) => reason !== undefined) ??
    impossibleIn(first, step) ??
    listWithout(step, configuration) ??
    emptyBucket(step)
  );
}

/** Which packets have no such interface, or no such address, in the chain where they begin. */
const lacking: Readonly<Record<string, readonly string[]>> = {
  input: ['out-interface', 'out-interface-list'],
  prerouting: ['out-interface', 'out-interface-list'],
  dstnat: ['out-interface', 'out-interface-list'],
  output: ['in-interface', 'in-interface-list'],
};

function impossibleIn(first: string, { properties }: Step): string | undefined {
  const name = lacking[first]?.find((one) => /^[^!]/.test(properties.get(one) ?? ''));
  if (name !== undefined) return `${name}=${properties.get(name)}, which no packet of chain ${first} has`;
  if (first === 'forward' && properties.get('dst-address-type') === 'local')
    return 'dst-address-type=local, and what is for the router itself comes to chain input';
  return undefined;
}

/** `in-interface=ether1 in-interface-list=LAN`, where ether1 is no member of LAN. */
function listWithout({ properties }: Step, configuration: Configuration): string | undefined {
  for (const side of ['in', 'out']) {
    const name = properties.get(`${side}-interface`) ?? '';
    const list = properties.get(`${side}-interface-list`) ?? '';
    if (name === '' || list === '' || name.startsWith('!') || list.startsWith('!')) continue;
    const members = interfacesOf(configuration, list);
    if (members.length > 0 && !members.includes(name) && !isComposed(list, configuration))
      return `${side}-interface=${name} and ${side}-interface-list=${list}, which has ${members.join(', ')}`;
  }
  return undefined;
}

const isComposed = (list: string, configuration: Configuration): boolean =>
  configuration
    .items('/interface list')
    .some(
      ({ properties }) => properties.get('name') === list && (properties.has('include') || properties.has('exclude')),
    );

/** Its bucket holds as many packets as the burst says. */
function emptyBucket({ properties }: Step): string | undefined {
  const limit = properties.get('limit') ?? '';
  return /^[^!,]+,0(?::(?:packet|bit))?$/.test(limit)
    ? `limit=${limit}, whose burst of 0 lets nothing through`
    : undefined;
}

function faultOf(step: Step, reason: string): Fault {
  return {
    at: step,
    problem: `can never match: it asks for ${reason}`,
    why: `Nothing is ever ${step.action === 'accept' ? 'accepted' : 'done'} by it, whatever its comment says.`,
    fix: 'Leave one of the conditions away, or move the rule to the chain whose packets have them.',
  };
}
