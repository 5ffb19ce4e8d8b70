import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../lab/host.ts';
import { NmapData, type ScannedPorts } from './nmap-data.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';
import { nmapCommand, type ScanRequest, scan } from './scan.ts';
import { serve } from './serve.ts';

const address = '192.0.2.1';
let probes: ProbeLab;

beforeAll(async () => {
  // A card of MikroTik's, whose vendor nmap names.
  const card = 'ip link set dev ether1 address 48:8f:5a:00:00:01';
  // The kernel answers not every datagram to a closed port, unless told to.
  probes = await startProbeLab(card, 'echo 0 >/proc/sys/net/ipv4/icmp_ratelimit');
  await serve(probes.target, 22);
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

/** All that two scans of the same host have in common. */
const untimed = (xml: string): string =>
  xml
    .replaceAll(/(?:start|time|startstr|timestr|elapsed|srtt|rttvar|endtime|starttime)="[^"]*"/g, '')
    .replaceAll(/(?:at \w{3} \w{3} .{16}|in [\d.]+ seconds|scan initiated .*? as:)/g, '');

test.each<[ScanRequest, ScannedPorts]>([
  [{ profile: 'services' }, [22, 23, 80, 8291]],
  [{ tcp: [22, 47_613, 1] }, [22, 47_613, 1]],
  [{ tcp: [22], udp: [53, 161, 17_954] }, [22, 53, 161, 17_954]],
  [{}, 'top1000'],
  [{ profile: 'sequential', tcp: 'top1000' }, 'top1000'],
])('nmap says of %j with a part of its data what it says with all of it', async (request, ports) => {
  const { prober } = probes;
  const whole = await prober.exec(nmapCommand(address, request), { env: { LC_ALL: 'C' } });
  const result = await scan(prober, address, request);
  expect(untimed(result.xml)).toBe(untimed(whole.stdout));
  expect(result.xml).toContain('vendor="Routerboard.com"');
  const { NMAPDIR = '' } = await NmapData.on(prober).environmentFor(ports);
  const lines = await prober.exec(['wc', '-l', `${NMAPDIR}/nmap-services`]);
  expect(Number.parseInt(lines.stdout, 10)).toBeLessThan(2000);
});

test('a user who has files of their own keeps them', async () => {
  const { prober } = probes;
  await prober.exec(['mkdir', '-p', '/run/knocklab/home/.nmap']);
  const host: Host = {
    name: 'prober',
    kind: 'host',
    address: undefined,
    mac: undefined,
    exec: (argv, options) => prober.exec(argv, { ...options, env: { HOME: '/run/knocklab/home' } }),
    start: (argv) => prober.start(argv),
    reach: (target) => prober.reach(target),
  };
  expect(await NmapData.on(host).environmentFor([22])).toEqual({});
});
