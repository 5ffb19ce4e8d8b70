import type { Check, Fault } from '../finding.ts';
import type { Step } from '../firewall.ts';

/** Practice 3: "Use custom chains (ICMP, L7)". */
export const ownChains: Check = {
  id: 'own-chains',
  practice: 3,
  level: 'note',
  title: 'ICMP and layer 7 are looked at in chains of their own',
  finds: 'a ping as a knock, or a layer 7 pattern, in a built-in chain, or behind a jump for everybody',
  source: 'MikroTik’s manual, “Layer7”',
  find: ({ firewall }) => {
    const faults = firewall.allSteps().map((step) => layer7(step) ?? icmpKnock(step));
    return faults.filter((fault) => fault !== undefined);
  },
};

function layer7(step: Step): Fault | undefined {
  if ((step.properties.get('layer7-protocol') ?? '') === '') return undefined;
  if (step.through.length > 0 && step.through.some(narrows)) return undefined;
  return {
    at: step,
    problem:
      step.through.length === 0
        ? `looks for a layer 7 pattern in chain ${step.chain} itself`
        : `the jumps to chain ${step.chain} let every packet into its layer 7 pattern`,
    why: 'The pattern is matched against up to 2 KB of every connection that comes so far, which costs memory and processor time for all of them.',
    fix: 'Jump with the narrowest condition that there is (protocol, port, connection-state) to a chain that holds the pattern.',
  };
}

const narrow: readonly string[] = ['protocol', 'src-address-list', 'src-address', 'dst-address', 'packet-size'];

const narrows = ({ properties }: { readonly properties: ReadonlyMap<string, string> }): boolean =>
  narrow.some((name) => properties.has(name));

function icmpKnock(step: Step): Fault | undefined {
  const { action, properties, through } = step;
  if (action !== 'add-src-to-address-list' || properties.get('protocol') !== 'icmp' || through.length > 0)
    return undefined;
  return {
    at: step,
    problem: `counts pings in chain ${step.chain} itself`,
    why: 'Between the rules for ports it is hard to see which pings are let in and which are knocks, and every packet is compared with it.',
    fix: `Put it into a chain of its own: add action=jump chain=${step.chain} jump-target=ICMP protocol=icmp`,
  };
}
