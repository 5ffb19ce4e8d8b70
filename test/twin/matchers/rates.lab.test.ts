import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => rig.clear());

const filter = '/ip firewall filter';

/** Sends so many pings as fast as they go, or so many a second. */
async function ping(count: number, ...options: string[]): Promise<void> {
  await rig.attacker.exec(['ping', '-q', '-c', String(count), '-W', '1', ...options, outside.router]);
}

/** Packets that the last rule has seen. */
async function seen(): Promise<number> {
  return (await rig.packets()).at(-1) ?? 0;
}

describe('how often', () => {
  test('limit lets its burst through and then its rate; what is over goes on', async () => {
    await rig.load(`${filter}
add chain=input protocol=icmp limit=1/1m,5:packet action=accept
add chain=input protocol=icmp action=drop`);
    await ping(20, '-i', '0.01');
    expect(await rig.packets()).toEqual([5, 15]);
  });

  test.each(['limit=1/1d,5:packet', 'limit=5/1w,10:packet', 'dst-limit=1/1d,5,dst-address/1m'])(
    '%s has a bucket that the kernel would not hold, and is taken',
    async (matcher) => {
      await rig.load(`${filter} add chain=input protocol=icmp ${matcher} action=passthrough`);
      await ping(2, '-i', '0.01');
      expect(await rig.packets()).toEqual([1]);
    },
  );

  test('a negated limit matches what is over', async () => {
    await rig.load(`${filter} add chain=input protocol=icmp limit=!1/1m,5:packet action=drop`);
    await ping(20, '-i', '0.01');
    expect(await rig.packets()).toEqual([15]);
  });

  test('a change of other rules does not fill the bucket again', async () => {
    await rig.load(`${filter} add chain=input protocol=icmp limit=1/1m,5:packet`);
    await ping(10, '-i', '0.01');
    await rig.load(`${filter} add chain=input protocol=tcp dst-port=9 action=drop`);
    await ping(10, '-i', '0.01');
    expect((await rig.packets())[0]).toBe(5);
  });

  test('dst-limit counts for each destination by itself', async () => {
    await rig.load(`/ip address add address=198.51.100.2/24 interface=ether1
${filter} add chain=input protocol=icmp dst-limit=1/1m,3,dst-address/1m action=accept`);
    await ping(10, '-i', '0.01');
    await rig.attacker.exec(['ping', '-q', '-c', '10', '-i', '0.01', '-W', '1', '198.51.100.2']);
    await rig.router.run('/ip address remove [find address="198.51.100.2/24"]');
    expect(await seen()).toBe(6);
  });

  test('connection-limit matches from one connection more on', async () => {
    // SYNs only: while a fourth connection is counted, what the first three say would be too many as well.
    await rig.load(
      `${filter} add chain=input protocol=tcp tcp-flags=syn dst-port=23 connection-limit=3,32 action=reject reject-with=tcp-reset`,
    );
    const hold = `(sleep 1 | socat - TCP:${outside.router}:23 > /dev/null 2>&1) &`;
    await rig.attacker.exec(['sh', '-c', `${hold.repeat(5)} wait`]);
    expect(await seen()).toBe(2);
  });

  test('nth counts packets round', async () => {
    await rig.load(`${filter}
add chain=input protocol=icmp nth=3,1 action=passthrough
add chain=input protocol=icmp action=drop`);
    await ping(9, '-i', '0.01');
    expect(await rig.packets()).toEqual([3, 9]);
  });

  test('random matches about its share', async () => {
    await rig.load(`${filter} add chain=input protocol=icmp random=50 action=passthrough`);
    await ping(200, '-i', '0.002');
    const count = await seen();
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(150);
  });

  test('an empty matcher is none', async () => {
    await rig.load(`${filter} add chain=input protocol=icmp limit="" tcp-flags="" dst-address-type="" action=drop`);
    await ping(2, '-i', '0.01');
    expect(await seen()).toBe(2);
  });
});
