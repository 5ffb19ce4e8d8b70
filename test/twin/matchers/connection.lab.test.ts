import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nping } from '../../../src/probes/nping.ts';
import { inside, outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(async () => {
  await rig.clear();
  await rig.router.run('/ip firewall mangle remove [find]');
});

const filter = '/ip firewall filter';
const mangle = '/ip firewall mangle';

const send = (packet: string, to: string = outside.router): Promise<void> =>
  nping(rig.attacker, `--send-ip ${packet} ${to}`);

const ping = async (count: number): Promise<void> => {
  await rig.attacker.exec(['ping', '-q', '-c', String(count), '-i', '0.01', '-s', '500', '-W', '1', outside.router]);
};

test('packet-mark tells marked packets from those with another mark and with none', async () => {
  await rig.load(`${mangle}
add chain=prerouting protocol=icmp packet-size=111 action=mark-packet new-packet-mark=a
add chain=prerouting protocol=icmp packet-size=112 action=mark-packet new-packet-mark=b
${filter}
add chain=input protocol=icmp packet-mark=a action=passthrough
add chain=input protocol=icmp packet-mark=!a action=passthrough
add chain=input protocol=icmp packet-mark=no-mark action=passthrough
add chain=input protocol=icmp packet-mark=!no-mark action=passthrough`);
  await send('--icmp --data-length 83');
  await expect.poll(() => rig.packets()).toEqual([1, 0, 0, 1]);
  await send('--icmp --data-length 84');
  await expect.poll(() => rig.packets()).toEqual([1, 1, 0, 2]);
  await send('--icmp --data-length 85');
  await expect.poll(() => rig.packets()).toEqual([1, 2, 1, 2]);
});

test('connection-mark stays with the connection and its answers', async () => {
  await rig.load(`${mangle}
add chain=prerouting protocol=icmp packet-size=528 connection-mark=no-mark action=mark-connection new-connection-mark=pings
${filter}
add chain=output protocol=icmp connection-mark=pings action=passthrough
add chain=output protocol=icmp connection-mark=!pings action=passthrough`);
  await ping(3);
  await expect.poll(() => rig.packets()).toEqual([3, 0]);
  await send('--icmp --data-length 10');
  await expect.poll(() => rig.packets()).toEqual([3, 1]);
});

test('routing-mark is seen by the rules behind', async () => {
  await rig.load(`${mangle} add chain=prerouting protocol=icmp packet-size=111 action=mark-routing new-routing-mark=main passthrough=yes
${filter}
add chain=input protocol=icmp routing-mark=main action=passthrough
add chain=input protocol=icmp routing-mark=!main action=passthrough`);
  await send('--icmp --data-length 83');
  await expect.poll(() => rig.packets()).toEqual([1, 0]);
});

test('connection-bytes counts both directions', async () => {
  // Each ping has 528 bytes, each answer too: before the third there are 2112.
  await rig.load(`${filter}
add chain=input protocol=icmp connection-bytes=0-2000 action=passthrough
add chain=input protocol=icmp connection-bytes=2000-0 action=passthrough`);
  await ping(5);
  await expect.poll(() => rig.packets()).toEqual([2, 3]);
});

test('per-connection-classifier gives each connection one part, and all parts together are all', async () => {
  await rig.load(`${filter}
add chain=input protocol=udp per-connection-classifier=both-ports:2/0 action=passthrough
add chain=input protocol=udp per-connection-classifier=both-ports:2/1 action=passthrough`);
  await rig.attacker.exec(['sh', '-c', `nping -N --send-ip -c 1 --rate 200 --udp -p 2000-2039 ${outside.router}`]);
  await expect.poll(async () => (await rig.packets()).reduce((sum, packets) => sum + packets)).toBe(40);
  const [first = 0, second = 0] = await rig.packets();
  expect(first).toBeGreaterThan(5);
  expect(second).toBeGreaterThan(5);
});

test('per-connection-classifier by address gives one source one part', async () => {
  await rig.load(`${filter}
add chain=input protocol=udp per-connection-classifier=src-address:2/0 action=passthrough
add chain=input protocol=udp per-connection-classifier=src-address:2/1 action=passthrough`);
  await rig.attacker.exec(['sh', '-c', `nping -N --send-ip -c 1 --rate 200 --udp -p 2000-2039 ${outside.router}`]);
  await expect.poll(async () => (await rig.packets()).toSorted((a, b) => a - b)).toEqual([0, 40]);
});

test('connection-nat-state is one of the connection', async () => {
  await rig.load(`/ip firewall nat add chain=dstnat protocol=udp dst-port=4000 action=dst-nat to-addresses=${inside.client}
${filter}
add chain=forward protocol=udp connection-nat-state=dstnat action=passthrough
add chain=forward protocol=udp connection-nat-state=!dstnat action=passthrough`);
  await send('--udp -p 4000');
  await expect.poll(() => rig.packets()).toEqual([1, 0]);
  await send('--udp -p 4001', inside.client);
  await expect.poll(() => rig.packets()).toEqual([1, 1]);
});

test('a source has more connections than connection-limit allows from the next one on', async () => {
  await rig.load(`${filter} add chain=input protocol=udp connection-limit=3,32 action=passthrough
${filter} add chain=input protocol=udp connection-limit=!3,32 action=passthrough`);
  // One after the other: of two that come at the same moment on two processors, the kernel counts one (nf_conncount).
  for (const port of [3000, 3001, 3002, 3003, 3004]) await send(`--udp -p ${port}`);
  await expect.poll(() => rig.packets()).toEqual([2, 3]);
});
