import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
  await rig.load('/ip firewall filter\nadd chain=forward action=accept connection-state=established\n');
});

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
});

/** Seconds that each tracked datagram has left, by its destination port. */
async function left(): Promise<Record<string, number>> {
  const rows = await rig.router.print('/ip/firewall/connection', { query: { protocol: 'udp' } });
  return Object.fromEntries(
    rows.map((row) => [row['dst-address']?.split(':')[1] ?? '', Number.parseInt(row['timeout'] ?? '', 10)]),
  );
}

test('connections end by the clock that is turned', async () => {
  const send = 'for port in 5001 5002; do echo x | socat -u STDIN UDP:198.51.100.66:$port; done';
  await rig.client.exec(['sh', '-c', send]);
  const before = await left();
  expect(Object.keys(before).sort()).toEqual(['5001', '5002']);
  await rig.twin.clock.advance('4s');
  const later = await left();
  for (const port of ['5001', '5002']) {
    expect((before[port] ?? 0) - (later[port] ?? 0)).toBeGreaterThanOrEqual(4);
    expect(later[port]).toBeGreaterThan(0);
  }
  await rig.twin.clock.advance('10s');
  expect(await left()).toEqual({});
});
