import { afterAll, beforeAll, expect, test } from 'vitest';
import { scanWithControl } from './control.ts';
import { type ProbeLab, startProbeLab } from './probe-lab.ts';
import { scan } from './scan.ts';
import { serve } from './serve.ts';

const address = '192.0.2.1';
let probes: ProbeLab;

beforeAll(async () => {
  probes = await startProbeLab('iptables-legacy -A INPUT -p tcp --dport 23 -j DROP');
  await serve(probes.target, 22);
});

afterAll(async () => {
  await probes?.[Symbol.asyncDispose]();
});

/** Lets rules hold during one test only. */
async function withRule(rule: string, test: () => Promise<void>): Promise<void> {
  await probes.onTarget(`iptables-legacy -I INPUT ${rule}`);
  try {
    await test();
  } finally {
    await probes.onTarget(`iptables-legacy -D INPUT ${rule}`);
  }
}

test('tells open, closed and filtered apart', async () => {
  const result = await scan(probes.prober, address, { profile: 'services' });
  expect(result.command).toBe(
    'nmap -n -oX - -Pn --initial-rtt-timeout 150ms --max-rtt-timeout 300ms --min-rate 100 -p 22,23,80,8291 192.0.2.1',
  );
  expect(result).toMatchObject({ hostUp: true, nmapVersion: expect.stringMatching(/^\d+\.\d+/), others: [] });
  expect(result.ports.map(({ port, state, reason }) => `${port} ${state} ${reason}`)).toEqual([
    '22 open syn-ack',
    '23 filtered no-response',
    '80 closed reset',
    '8291 closed reset',
  ]);
  expect(result.stateOf(23)).toBe('filtered');
  expect(result.stateOf(443)).toBeUndefined();
  expect(result.stateOf(22, 'udp')).toBeUndefined();
});

test('scans as a person does by default', async () => {
  const result = await scan(probes.prober, address, { profile: 'default' });
  expect(result.command).toBe('nmap -n -oX - 192.0.2.1');
  expect(result.others).toEqual([{ state: 'closed', count: 998 }]);
  expect([result.stateOf(22), result.stateOf(23), result.stateOf(443)]).toEqual(['open', 'filtered', 'closed']);
});

test('scans TCP and UDP ports together', async () => {
  const result = await scan(probes.prober, address, { tcp: [22, 80], udp: [53] });
  expect(result.ports.map(({ port, protocol, state }) => `${port}/${protocol} ${state}`)).toEqual([
    '22/tcp open',
    '80/tcp closed',
    '53/udp closed',
  ]);
});

test('says that nobody is there', async () => {
  const result = await scan(probes.prober, '192.0.2.77', { profile: 'default' });
  expect(result).toMatchObject({ hostUp: false, ports: [], others: [] });
});

test.each([
  ['an argument nmap does not know', { extraArgs: ['--no-such'] }, /exit code 255/],
  ['a scan that takes too long', { profile: 'services', timeoutMs: 50 }, /did not end within/],
] as const)('throws at %s', async (_, request, message) => {
  await expect(scan(probes.prober, address, request)).rejects.toMatchObject({
    code: 'probe/scan-failed',
    message: expect.stringMatching(message),
  });
});

test('throws when there is no way to the address', async () => {
  await probes.prober.exec(['ip', 'route', 'del', 'default']);
  await expect(scan(probes.prober, '198.51.100.1', { profile: 'services' })).rejects.toMatchObject({
    code: 'probe/scan-failed',
  });
});

test('throws when its own packets are held back', async () => {
  const rule = ['OUTPUT', '-p', 'tcp', '-d', address, '--dport', '8291', '-j', 'DROP'];
  await probes.prober.exec(['iptables-legacy', '-A', ...rule]);
  // Without --send-ip nmap builds whole frames, which pass by the rule.
  const scanning = scan(probes.prober, address, { tcp: [8291], extraArgs: ['--send-ip'] });
  await expect(scanning).rejects.toMatchObject({ code: 'probe/scan-failed' });
  await probes.prober.exec(['iptables-legacy', '-D', ...rule]);
});

test('believes filtered when an unusual port answers before and after', async () => {
  const { scan: result, control } = await scanWithControl(probes.prober, address, { profile: 'services' });
  expect(result.stateOf(23)).toBe('filtered');
  expect(control).toMatch(/^192\.0\.2\.1 answered on closed TCP port \d+ before and after the scan$/);
});

test('needs no control when every port answered', async () => {
  const { control } = await scanWithControl(probes.prober, address, { tcp: [22, 80] });
  expect(control).toBe('every port that was looked at answered');
});

test.each([
  ['a ping', '-p tcp -j DROP', /answered a ping before and after the scan$/],
  ['ARP', '-j DROP', /answered ARP before and after the scan$/],
])('believes filtered by %s when nothing else answers', async (_, rule, sentence) => {
  await withRule(rule, async () => {
    const { scan: result, control } = await scanWithControl(probes.prober, address, { profile: 'services' });
    expect(result.ports.every(({ state }) => state === 'filtered')).toBe(true);
    expect(control).toMatch(sentence);
  });
});

test('does not believe filtered when the given port is silent', async () => {
  await withRule('-p tcp --dport 22 -j DROP', async () => {
    const { control, reason } = await scanWithControl(probes.prober, address, { tcp: [23] }, { control: 22 });
    expect(control).toBeUndefined();
    expect(reason).toBe('192.0.2.1 answered nothing before the scan (tried TCP port 22)');
  });
});

test('does not believe filtered when the host dies during the scan', async () => {
  const scanning = scanWithControl(probes.prober, address, {
    tcp: [23],
    extraArgs: ['--scan-delay', '1s', '--max-retries', '1'],
  });
  const sniffer = await probes.target.exec([
    'dumpcap',
    '-q',
    '-i',
    'ether1',
    '-f',
    'tcp dst port 23',
    '-c',
    '1',
    '-w',
    '/dev/null',
  ]);
  expect(sniffer.exitCode).toBe(0);
  await probes.onTarget('ip link set ether1 down');
  try {
    const { control, reason } = await scanning;
    expect(control).toBeUndefined();
    expect(reason).toMatch(/answered nothing after the scan \(tried TCP ports .*, ping and ARP\)/);
  } finally {
    await probes.onTarget('ip link set ether1 up');
  }
});
