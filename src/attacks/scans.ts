import type { Scan } from '../scenario/host-deeds.ts';
import { type Attack, type AttackResult, type GuardedSystem, givesWay, holds, type Scene } from './attack.ts';
import { knockPorts, scannedPorts, syns } from './ports.ts';

const holding = 'none of the guarded ports is open to the scanner, neither to the scan itself nor afterwards';

/**
 * Quick enough to be tried on every system: every port is asked, and then every silent one once more. Without the
 * parallelism nmap, when it gets too little of the processor, asks some ports twice before it comes to the others: then
 * chance decides whether a ladder is climbed.
 */
const quick =
  '-T5 -Pn --max-retries 1 --initial-rtt-timeout 50ms --max-rtt-timeout 50ms --min-rate 3000 --min-parallelism 500'.split(
    ' ',
  );

interface ScanAttack {
  readonly id: string;
  readonly title: string;
  readonly tries: string;
  /** What nmap is given besides the ports. */
  readonly args: readonly string[];
  readonly inherent?: Attack['inherent'];
  /** Ascending, unless nmap shuffles them. */
  readonly ports?: (scene: Scene) => readonly number[];
}

function scanAttack({
  id,
  title,
  tries,
  args,
  inherent,
  ports = ({ system }) => scannedPorts(system),
}: ScanAttack): Attack {
  return {
    id,
    family: 'scan',
    title,
    tries,
    how: `nmap ${args.join(' ')}`.trim(),
    holding,
    ...(inherent === undefined ? {} : { inherent }),
    run: async (scene) => {
      const { system, context } = scene;
      const extraArgs = [...quick, ...args];
      const options = { control: false, extraArgs } as const;
      const scan = await system.attacker.scan(system.target ?? context.router, ports(scene), options);
      return judge(scene, scan);
    },
  };
}

async function judge(scene: Scene, scan: Scan): Promise<AttackResult> {
  const { guarded } = scene.system;
  const seen = guarded.filter((port) => isThere(scan.stateOf(port)));
  if (seen.length > 0) return givesWay(`nmap sees ${seen.map((port) => `${port} ${scan.stateOf(port)}`).join(', ')}`);
  const opened = await scene.openTo(scene.system.attacker);
  if (opened.length > 0) return givesWay(`closed to the scan itself, which opened ${opened.join(', ')}`);
  return holds(`${guarded.join(', ')}: ${scan.stateOf(guarded[0] ?? 0) ?? 'not seen'}, also after the scan`);
}

/** Whether nmap's own order is that of the knock. */
function ascends(system: GuardedSystem): boolean {
  const knocks = knockPorts(system);
  const ports = knocks.map(({ port }) => port);
  if (knocks.length === 0 || knocks.some(({ protocol }) => protocol !== 'tcp')) return false;
  return ports.every((port, index) => index === 0 || port > (ports[index - 1] ?? 0));
}

/** `unfiltered`: an ACK came through, so that nothing stands before the service. */
function isThere(state: string | undefined): boolean {
  return state === 'open' || state === 'unfiltered';
}

const nmapScans: readonly Attack[] = [
  scanAttack({
    id: 'targeted-scan',
    title: 'a scan of just the guarded ports',
    tries: 'to learn which of the guarded services answer, without touching anything that could be a trap',
    args: [],
    ports: ({ system }) => system.guarded,
  }),
  scanAttack({
    id: 'default-scan',
    title: 'a scan of the common ports in nmap’s own order',
    tries:
      'to learn what answers; nmap shuffles the ports, and now and then they come in the order of the knock: that is tried by every-order, so one of the knock’s ports is left out here, and no chance decides',
    args: [],
    ports: ({ system }) => {
      const last = knockPorts(system).findLast(({ protocol }) => protocol === 'tcp')?.port;
      return scannedPorts(system).filter((port) => port !== last);
    },
  }),
  scanAttack({
    id: 'sequential-scan',
    title: 'a scan of the common ports in ascending order',
    tries: 'to knock without knowing: a ladder whose ports ascend is climbed by any scan that counts upwards',
    args: ['-r'],
  }),
  scanAttack({
    id: 'knock-port-scan',
    title: 'a scan of the guarded ports and those of the knock, each asked several times',
    tries: 'to knock without knowing the order: nmap asks silent ports again, so that they come in every order',
    args: ['-r', '--max-retries', '6'],
    inherent: {
      reason: 'Where the ports of the knock ascend, asking them in that order is the knock itself.',
      where: ascends,
    },
    ports: ({ system }) => [
      ...system.guarded,
      ...knockPorts(system).flatMap(({ protocol, port }) => (protocol === 'tcp' ? [port] : [])),
    ],
  }),
  scanAttack({
    id: 'fin-scan',
    title: 'a FIN scan',
    tries: 'to get past rules that look for new connections only',
    args: ['-sF', '-r'],
  }),
  scanAttack({ id: 'null-scan', title: 'a NULL scan', tries: 'the same without any flag', args: ['-sN', '-r'] }),
  scanAttack({ id: 'xmas-scan', title: 'a Xmas scan', tries: 'the same with FIN, PSH and URG', args: ['-sX', '-r'] }),
  scanAttack({
    id: 'ack-scan',
    title: 'an ACK scan',
    tries: 'to look like part of a connection that is open already, and to learn what is filtered at all',
    args: ['-sA', '-r'],
  }),
  scanAttack({
    id: 'fragmented-scan',
    title: 'a scan in fragments',
    tries: 'to get past rules that read ports, which the second fragment does not have',
    args: ['-f', '-r'],
  }),
];

/** The bystander's address among the attacker's: somebody else is noticed and perhaps shut out. */
const decoyScan: Attack = {
  id: 'decoy-scan',
  family: 'scan',
  title: 'a scan hidden among decoys',
  tries: 'to hide who is scanning among packets that seem to come from others',
  how: 'nmap -r -D BYSTANDER,ME',
  holding,
  notApplicable: ({ bystander }) => (bystander === undefined ? 'nobody else lives beside the attacker' : undefined),
  run: async (scene) => {
    const { system, context } = scene;
    const decoy = system.bystander?.address ?? '';
    const extraArgs = ['-r', '-D', `${decoy},ME`, ...quick];
    const scan = await system.attacker.scan(system.target ?? context.router, scannedPorts(system), {
      control: false,
      extraArgs,
    });
    return judge(scene, scan);
  },
};

const reverseScan: Attack = {
  id: 'reverse-scan',
  family: 'scan',
  title: 'a scan in descending order',
  tries: 'to knock without knowing, where the ports of the ladder descend',
  how: 'one SYN to each port, from the highest to the lowest; nmap has no such order',
  holding,
  run: async (scene) => {
    const { system, context } = scene;
    const ports = scannedPorts(system).toReversed();
    await system.attacker.forge(system.target ?? context.router, syns(system.attacker.address ?? '', ports));
    const opened = await scene.openTo(system.attacker);
    if (opened.length > 0) return givesWay(`${ports.length} SYNs opened ${opened.join(', ')}`);
    return holds(`${ports.length} SYNs from high to low opened nothing`);
  },
};

const slowScan: Attack = {
  id: 'slow-scan',
  family: 'scan',
  title: 'a slow scan, a port every ten seconds',
  tries: 'to stay below every limit of packets per time, and to climb a ladder whose stages wait that long',
  how: 'one SYN every ten seconds of the router’s time, in ascending order: the guarded ports, those of the knock, and a common one between any two',
  holding,
  run: async (scene) => {
    const { system, context } = scene;
    const ports = thinned(system);
    for (const port of ports) {
      await system.attacker.forge(system.target ?? context.router, syns(system.attacker.address ?? '', [port]));
      await context.clock.advance('10s');
    }
    const opened = await scene.openTo(system.attacker);
    const text = `${ports.length} ports in ${ports.length * 10} s`;
    return opened.length > 0 ? givesWay(`${text} opened ${opened.join(', ')}`) : holds(`${text} opened nothing`);
  },
};

/** Every port that means something here, and of the others one between any two of them. */
function thinned(system: GuardedSystem): number[] {
  const meant = new Set([
    ...system.guarded,
    ...knockPorts(system).map(({ port }) => port),
    ...(system.trap === undefined ? [] : [system.trap]),
  ]);
  const all = scannedPorts(system);
  return all.filter((port, index) => meant.has(port) || meant.has(all[index - 1] ?? 0));
}

const manySources: Attack = {
  id: 'many-source-scan',
  family: 'scan',
  title: 'a scan from many sources',
  tries: 'to spread a scan over so many addresses that none of them is noticed',
  how: 'one SYN to each port, each as if from another address of the attacker’s network; the answers are read on the wire',
  holding,
  run: async (scene) => {
    const { system, context } = scene;
    const own = system.attacker.address ?? '';
    const network = own.split('.').slice(0, 3).join('.');
    const packets = syns(own, scannedPorts(system)).map((packet, index) => ({
      ...packet,
      source: `${network}.${100 + (index % 100)}`,
    }));
    await system.attacker.forge(system.target ?? context.router, packets);
    const opened = await scene.openTo(system.attacker);
    if (opened.length > 0) return givesWay(`afterwards ${opened.join(', ')} open to the attacker`);
    return holds(`${packets.length} SYNs from 100 addresses opened nothing to the attacker`);
  },
};

const udpScan: Attack = {
  id: 'udp-scan',
  family: 'scan',
  title: 'a scan of TCP and UDP ports together',
  tries: 'to meet the UDP ports of a knock as well as its TCP ports',
  how: 'nmap -sS -sU -r',
  holding,
  run: async (scene) => {
    const { system, context } = scene;
    const own = knockPorts(system).flatMap(({ protocol, port }) => (protocol === 'udp' ? [port] : []));
    const udp = [...new Set([...own, 53, 123, 161])].map((port) => `${port}/udp` as const);
    const ports = [...scannedPorts(system), ...udp];
    const options = { control: false, extraArgs: ['-r', ...quick] } as const;
    const scan = await system.attacker.scan(system.target ?? context.router, ports, options);
    return judge(scene, scan);
  },
};

export const scans: readonly Attack[] = [...nmapScans, reverseScan, slowScan, udpScan, decoyScan, manySources];
