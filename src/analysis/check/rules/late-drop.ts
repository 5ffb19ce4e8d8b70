import type { Check, Fault, Subject } from '../finding.ts';
import { demands, isDrop, type Step } from '../firewall.ts';
import { holdsPort, namedPorts } from '../ports.ts';

/** Bans that stand behind what they are to keep from. */
export const lateDrop: Check = {
  id: 'late-drop',
  level: 'warning',
  title: 'who is banned is stopped before others are let in',
  finds: 'a drop of a list’s members behind a rule that accepts everybody, them too',
  source: 'MikroTik’s manual, “Filter”: the first rule that accepts is the last that is asked',
  find: (subject) =>
    (['input', 'forward'] as const).flatMap((chain) => {
      const steps = subject.firewall.steps('ip', 'filter', chain);
      return steps.flatMap((step, at) => lateFault(step, steps.slice(0, at), chain, subject) ?? []);
    }),
};

function lateFault(
  step: Step,
  before: readonly Step[],
  chain: 'input' | 'forward',
  { stranger, firewall }: Subject,
): Fault | undefined {
  const list = demands(step, 'src-address-list').find((name) => !name.startsWith('!'));
  if (!isDrop(step) || list === undefined) return undefined;
  // Who is let in by the same list is meant by it.
  const isBan = firewall
    .allSteps()
    .every((one) => one.action !== 'accept' || !demands(one, 'src-address-list').includes(list));
  if (!isBan) return undefined;
  for (const accepting of before.filter(isForEverybody)) {
    const packet = { ...packetOf(accepting), state: 'new', lists: [list] } as const;
    if (!reaches(step, packet.protocol, packet.dstPort)) continue;
    const { isDropped, rule } = stranger.meets(packet, chain, 'drops');
    if (isDropped || rule?.number !== accepting.number) continue;
    return {
      at: step,
      problem: `drops the members of ${list} only behind rule ${accepting.number}, which lets them in to ${packet.protocol} ${portText(accepting)}`,
      why: 'Who is banned still gets what that rule gives.',
      fix: `Move it before rule ${accepting.number}.`,
    };
  }
  return undefined;
}

const fromSomebody: readonly string[] = ['src-address-list', 'src-address', 'src-mac-address', 'ipsec-policy'];

function isForEverybody(step: Step): boolean {
  return step.action === 'accept' && !fromSomebody.some((name) => demands(step, name).length > 0);
}

/** One that it asks for. */
function packetOf(step: Step): { readonly protocol: 'tcp' | 'udp'; readonly dstPort: number } {
  const [ports = ''] = demands(step, 'dst-port');
  const protocol = demands(step, 'protocol')[0] === 'udp' ? 'udp' : 'tcp';
  return { protocol, dstPort: namedPorts(ports)[0] ?? Number(/\d+/.exec(ports)?.[0] ?? unnamed) };
}

/** A port that no rule names, by all likelihood. */
const unnamed = 40_404;

const portText = (step: Step): string => demands(step, 'dst-port')[0] ?? 'every port';

function reaches(step: Step, protocol: string, port: number): boolean {
  const isProtocol = demands(step, 'protocol').every((value) => value === protocol);
  return isProtocol && demands(step, 'dst-port').every((ports) => holdsPort(ports, port));
}
