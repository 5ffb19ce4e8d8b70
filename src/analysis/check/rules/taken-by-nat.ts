import type { Check, Fault, Subject } from '../finding.ts';
import { demands, type Step } from '../firewall.ts';
import { holdsPort, onePort } from '../ports.ts';

/** Rules of chain input for ports that are translated before. */
export const takenByNat: Check = {
  id: 'taken-by-nat',
  level: 'error',
  title: 'ports of chain input are not forwarded before',
  finds: 'a rule of chain `input` for a port that a `dst-nat` for everybody has sent elsewhere: knocks, too',
  source:
    'MikroTik’s manual, “Packet flow”: dstnat comes before routing, and what is sent elsewhere goes through chain forward',
  find: (subject) =>
    subject.firewall.steps('ip', 'filter', 'input').flatMap((step) => {
      const nat = takenBy(step, subject);
      return nat === undefined ? [] : [faultOf(step, nat)];
    }),
};

/** They leave out nobody who comes to the router from outside. */
const harmless: ReadonlySet<string> = new Set([
  'protocol',
  'dst-port',
  'dst-address-type',
  'in-interface',
  'in-interface-list',
]);

function takenBy(step: Step, { firewall, configuration }: Subject): Step | undefined {
  const port = onePort(demands(step, 'dst-port')[0] ?? '');
  const [protocol] = demands(step, 'protocol');
  if (port === undefined || protocol === undefined) return undefined;
  const own = configuration.items('/ip address').map(({ properties }) => properties.get('address')?.split('/')[0]);
  for (const nat of firewall.steps('ip', 'nat', 'dstnat')) {
    const isFor =
      demands(nat, 'protocol').includes(protocol) && demands(nat, 'dst-port').some((ports) => holdsPort(ports, port));
    if (!isFor) continue;
    // Whatever stands before it may have taken the packet already.
    if (nat.action !== 'dst-nat' || !isForAllOf(nat, step)) return undefined;
    return own.includes(nat.properties.get('to-addresses')) ? undefined : nat;
  }
  return undefined;
}

function isForAllOf(nat: Step, step: Step): boolean {
  const names = [nat, ...nat.through].flatMap(({ properties }) => [...properties.keys()]);
  const matchers = names.filter((name) => !settings.has(name));
  if (!matchers.every((name) => harmless.has(name))) return false;
  return ['in-interface', 'in-interface-list'].every((name) =>
    demands(nat, name).every((value) => demands(step, name).includes(value)),
  );
}

const settings: ReadonlySet<string> = new Set([
  'action',
  'chain',
  'comment',
  'disabled',
  'jump-target',
  'log',
  'log-prefix',
  'to-addresses',
  'to-ports',
]);

function faultOf(step: Step, nat: Step): Fault {
  const port = demands(step, 'dst-port')[0];
  return {
    at: step,
    problem: `asks for ${demands(step, 'protocol')[0]} ${port}, which nat rule ${nat.number} sends to ${nat.properties.get('to-addresses') ?? 'another host'}`,
    why: 'What is translated never comes to chain input: the rule sees none of these packets.',
    fix: `Put it into /ip firewall raw (chain=prerouting), or take another port.`,
  };
}
