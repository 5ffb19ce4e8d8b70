import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('netwatch sees a host go down and come back, and runs its scripts', async () => {
  await rig.load(
    `/tool netwatch add host=${outside.attacker} interval=10s down-script="/ip firewall address-list add list=gone address=\\$host" up-script="/ip firewall address-list add list=back address=\\$host"\n`,
  );
  expect(await rig.router.run(':put [/tool netwatch get 0 status]')).toBe('unknown\n');
  await rig.twin.clock.advance('3s');
  expect(await rig.router.run(':put [/tool netwatch get 0 status]')).toBe('up\n');
  expect(await rig.entries('gone')).toEqual({});
  await rig.load('/ip firewall filter add chain=input protocol=icmp action=drop\n');
  await rig.twin.clock.advance('11s');
  expect(await rig.router.run(':put [/tool netwatch get 0 status]')).toBe('down\n');
  expect(Object.keys(await rig.entries('gone'))).toEqual([outside.attacker]);
  expect((await rig.router.log()).map(({ message }) => message)).toContain(
    `event down [ type: simple, host: ${outside.attacker} ]`,
  );
  await rig.clear();
  await rig.twin.clock.advance('11s');
  expect(await rig.router.run(':put [/tool netwatch get 0 status]')).toBe('up\n');
  expect(Object.keys(await rig.entries('back'))).toEqual([outside.attacker]);
  await rig.router.run('/tool netwatch remove [find]');
});

const get = async (name: string): Promise<string> =>
  (await rig.router.run(`:put [/tool netwatch get [find name=probe] ${name}]`)).trim();

/** One probe that has been tested once. */
async function probe(properties: string): Promise<void> {
  await rig.router.run(`/tool netwatch remove [find]; /tool netwatch add name=probe interval=10s ${properties}`);
  await rig.twin.clock.advance('4s');
}

test('an echo probe measures, tells its scripts, and fails by its thresholds', async () => {
  await probe(
    `type=icmp host=${inside.client} packet-count=5 packet-interval=10ms up-script=":log info \\"up \\$\\"rtt-avg\\" \\$\\"loss-percent\\"\\""`,
  );
  expect(await get('status')).toBe('up');
  expect([await get('sent-count'), await get('response-count'), await get('loss-percent')]).toEqual(['5', '5', '0%']);
  expect(await get('rtt-avg')).toMatch(/^(?:\d+ms)?\d+us$|^\d+ms$/);
  expect((await rig.router.log()).map(({ message }) => message)).toEqual(
    expect.arrayContaining(['event up [ probe ]', expect.stringMatching(/^up \d+ 0$/)]),
  );
  await rig.load('/ip firewall filter add chain=input protocol=icmp nth=2,1 action=drop\n');
  await probe(`type=icmp host=${inside.client} packet-count=4 packet-interval=10ms timeout=200ms`);
  expect([await get('status'), await get('loss-percent')]).toEqual(['up', '50%']);
  await probe(`type=icmp host=${inside.client} packet-count=4 packet-interval=10ms timeout=200ms thr-loss-percent=40%`);
  expect(await get('status')).toBe('down');
  await rig.clear();
});

test.each([
  ['type=tcp-conn port=8080', 'up'],
  ['type=tcp-conn port=8081', 'down'],
  ['type=http-get port=8080', 'down'],
  ['type=http-get port=8080 http-codes=100-299,404', 'up'],
])('%s is %s', async (properties, status) => {
  const server = await rig.client.start(['busybox', 'httpd', '-f', '-p', '8080', '-h', '/run/knocklab']);
  await expect
    .poll(async () => (await rig.client.exec(['socat', '-u', '/dev/null', 'TCP:127.0.0.1:8080'])).exitCode)
    .toBe(0);
  await probe(`host=${inside.client} ${properties}`);
  expect(await get('status')).toBe(status);
  if (properties.includes('http-get')) expect(await get('http-status-code')).toBe('404');
  await server[Symbol.asyncDispose]();
});

test('a name is up when it has a record of the type', async () => {
  await rig.router.run('/ip dns static add name=web.lan address=192.0.2.80');
  await probe('type=dns host=web.lan');
  expect([await get('status'), await get('ip')]).toEqual(['up', '192.0.2.80']);
  await probe('type=dns host=web.lan record-type=AAAA');
  expect(await get('status')).toBe('down');
});

test('the first change can be kept from its script, and a reboot forgets what was known', async () => {
  await probe(`host=${outside.attacker} ignore-initial-up=yes up-script=":log info quiet"`);
  expect(await get('status')).toBe('up');
  expect((await rig.router.log()).map(({ message }) => message)).not.toContain('quiet');
  await rig.router.run('/system reboot').catch(() => undefined);
  expect([await get('status'), await get('done-tests')]).toEqual(['unknown', '0']);
  await rig.twin.clock.advance('1m');
  expect(await get('status')).toBe('unknown');
  await rig.twin.clock.advance('5m');
  expect(await get('status')).toBe('up');
});
