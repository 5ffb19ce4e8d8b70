import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeRecord } from '../core/packet/decode.ts';
import { parsePcap } from '../core/packet/pcap.ts';
import { askedPackets } from './asked-packets.ts';

const fixture = new URL('../core/packet/fixtures/ethernet.pcap', import.meta.url);
const packets = parsePcap(readFileSync(fixture)).map(decodeRecord);
const first = packets[0]?.atMs ?? 0;

test('tells who asked whom, and what came back', () => {
  const { rows, left } = askedPackets(packets, (ms) => Math.round(ms - first));
  expect(left).toBe(0);
  expect(
    rows.map(({ from, to, protocol, asked }) => [
      from,
      to,
      protocol,
      asked.map(([, port, answer]) => `${port} ${answer}`),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "192.0.2.2",
        "192.0.2.1",
        "icmp",
        [
          "0 yes",
        ],
      ],
      [
        "192.0.2.2",
        "192.0.2.1",
        "tcp",
        [
          "8291 no",
          "80 no",
          "23 none",
          "22 yes",
          "8291 no",
        ],
      ],
      [
        "192.0.2.2",
        "192.0.2.1",
        "udp",
        [
          "17954 none",
        ],
      ],
      [
        "2001:db8::2",
        "2001:db8::1",
        "icmp",
        [
          "0 yes",
        ],
      ],
    ]
  `);
});

test('counts a packet that is sent again once, and a later one anew', () => {
  const syn = packets.find(({ ip }) => ip?.tcp?.flags.join() === 'SYN');
  if (syn === undefined) throw new Error('the fixture has no SYN');
  const again = [syn, { ...syn, atMs: syn.atMs + 1000 }, { ...syn, atMs: syn.atMs + 60_000 }];
  const { rows } = askedPackets(again, (ms) => ms - syn.atMs);
  expect(rows[0]?.asked.map(([at]) => at)).toEqual([0, 60_000]);
});
