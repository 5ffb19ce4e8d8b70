import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('ping counts the answers that the rules let through', async () => {
  expect(await rig.router.run(`:put [/ping ${inside.client} count=2 interval=10ms]`)).toBe('2\n');
  const shown = await rig.router.run(`/tool ping ${inside.client} count=1`);
  expect(shown).toMatch(/^ {2}SEQ HOST .*\n {4}0 192\.0\.2\.10 +56 {2}64 \d+us\s/);
  expect(shown).toContain('    sent=1 received=1 packet-loss=0% min-rtt=');
  await rig.load('/ip firewall filter add chain=input protocol=icmp action=drop\n');
  expect(await rig.router.run(`:put [/ping ${inside.client} count=1]`)).toBe('0\n');
  await rig.clear();
});

test('ping sends what it is told to', async () => {
  await rig.client.exec([
    'iptables',
    '-A',
    'INPUT',
    '-p',
    'icmp',
    '-m',
    'length',
    '--length',
    '720',
    '-m',
    'dscp',
    '--dscp',
    '10',
    '-m',
    'ttl',
    '--ttl-eq',
    '9',
    '-s',
    inside.router,
  ]);
  const options = `count=3 interval=10ms size=720 dscp=10 ttl=9 src-address=${inside.router} do-not-fragment`;
  expect(await rig.router.run(`:put [/ping ${inside.client} ${options}]`)).toBe('3\n');
  const { stdout } = await rig.client.exec(['iptables', '-nvxL', 'INPUT']);
  expect(stdout).toMatch(/^\s*3\s+2160\s/m);
  expect(await rig.router.run(`:put [/ping ${inside.client} count=1 arp-ping=yes interface=ether2]`)).toBe('1\n');
  await expect(rig.router.run(`/ping ${inside.client} count=1 size=20`)).rejects.toThrow(
    'value of size out of range (28..65535)',
  );
});

test('flood-ping counts what comes back', async () => {
  const shown = await rig.router.run(`/tool flood-ping ${inside.client} count=50`);
  expect(shown).toMatch(/^ {6}sent: 50\n {2}received: 50\n {3}min-rtt: \d+\n/);
});

test.each(['icmp', 'udp'])('traceroute by %s tells who is on the way', async (protocol) => {
  // Networks behind the client: it has one address there, and passes packets on to a neighbour who is not there.
  const prepare = [
    'ip address replace 10.99.0.1/32 dev lo',
    'echo 1 >/proc/sys/net/ipv4/ip_forward',
    'ip neigh replace 192.0.2.99 lladdr 02:00:00:00:00:99 dev eth0',
    'ip route replace 10.99.0.3 via 192.0.2.99',
  ];
  expect((await rig.client.exec(['sh', '-ec', prepare.join('\n')])).stderr).toBe('');
  await rig.router.run(
    `/ip route remove [find static]; /ip route add dst-address=10.99.0.0/24 gateway=${inside.client}`,
  );
  const trace = (to: string): string => `/tool traceroute ${to} count=2 max-hops=2 timeout=300ms protocol=${protocol}`;
  const hops = (to: string): Promise<string> =>
    rig.router.run(
      `:foreach hop in=[${trace(to)} as-value] do={:put "$($hop->"address") $($hop->"sent") $($hop->"loss") $($hop->"last"="timeout")"}`,
    );
  expect(await hops('10.99.0.1')).toBe('10.99.0.1 2 0 false\n');
  expect(await hops('10.99.0.3')).toBe(`${inside.client} 2 0 false\n 2 100 true\n`);
  const shown = await rig.router.run(trace('10.99.0.3'));
  expect(shown).toMatch(/^Columns: ADDRESS, LOSS, SENT, LAST, AVG, BEST, WORST, STD-DEV\n# {2}ADDRESS/);
  expect(shown).toMatch(/\n1 {2}192\.0\.2\.10 +0% +2 +[\d.]+ms .*\n2 +100% +2 +timeout\n/);
});
