import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningProcess } from '../../src/process/command.ts';
import { inside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let sink: RunningProcess;
beforeAll(async () => {
  rig = await startRig();
  sink = await rig.client.start(['socat', '-u', 'TCP-LISTEN:9,fork,reuseaddr', 'OPEN:/dev/null']);
});
afterEach(() => rig.clear());
afterAll(async () => {
  await sink[Symbol.asyncDispose]();
  await rig[Symbol.asyncDispose]();
});

/** Through the router: so many kilobytes every hundred milliseconds. */
const sending = (kilobytes: number): Promise<RunningProcess> =>
  rig.attacker.start([
    'sh',
    '-c',
    `while head -c ${kilobytes}000 /dev/zero; do sleep 0.1; done | socat -u - TCP:${inside.client}:9`,
  ]);

test('connection-rate tells slow connections from fast ones, in both directions', async () => {
  await rig.load(`/ip firewall filter
add chain=forward protocol=tcp connection-rate=0-1M action=passthrough
add chain=forward protocol=tcp connection-rate=!0-1M action=passthrough
add chain=forward protocol=tcp connection-rate=1M-4G src-address=${inside.client} action=passthrough
`);
  // 80 kbit/s.
  {
    await using _slow = await sending(1);
    await expect.poll(async () => (await rig.packets())[0], { timeout: 10_000 }).toBeGreaterThan(25);
    expect((await rig.packets()).slice(1)).toEqual([0, 0]);
  }
  // 16 Mbit/s; acknowledgements are of a fast connection too.
  await using _fast = await sending(200);
  await expect.poll(async () => (await rig.packets())[1], { timeout: 10_000 }).toBeGreaterThan(100);
  await expect.poll(async () => (await rig.packets())[2], { timeout: 10_000 }).toBeGreaterThan(10);
});

test('a connection that has become slow is slow again', async () => {
  await rig.load('/ip firewall filter add chain=forward protocol=tcp connection-rate=1M-0 action=passthrough\n');
  const script = `{ for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do head -c 200000 /dev/zero; sleep 0.1; done; while echo; do sleep 0.1; done; } | socat -u - TCP:${inside.client}:9`;
  await using _sender = await rig.attacker.start(['sh', '-c', script]);
  const fast = async (): Promise<number> => (await rig.packets())[0] ?? 0;
  await expect.poll(fast, { timeout: 10_000 }).toBeGreaterThan(10);
  // It goes on, and nothing of it counts.
  let before = -1;
  await expect
    .poll(
      async () => {
        const [last, now] = [before, await fast()];
        before = now;
        return now === last;
      },
      { timeout: 15_000, interval: 500 },
    )
    .toBe(true);
});
