import { expect, test } from 'vitest';
import { compared, figure, skipped } from '../bench/figure.ts';
import { samples } from '../bench/measure.ts';
import { performancePage } from '../bench/performance-page.ts';

test('shows each figure beside its peer, and a missed aim as missed', () => {
  const peer = { name: 'a | script', samples: samples([10]) };
  const outcomes = [
    compared('whole', samples([30, 10, 20]), peer, { text: '≤ 1.5', atMost: 1.5 }),
    figure('alone', samples([1500]), { unit: 'MB', aim: { text: '< 2000 MB', atMost: 2000 } }),
    skipped('elsewhere', 'mininet is not installed'),
  ];
  const machine = { cpus: 2, kernel: '6.1', node: '24' };
  const group = { name: 'scheme3', at: '2026-01-02T03:04:05Z', outcomes, load: [0.1, 2] as const };
  const page = performancePage([group], ['memory', 'scheme3'], machine);
  expect(page).toContain('2 CPUs, Linux 6.1, Node 24.');
  expect(page).toContain('Not taken on this machine: memory.');
  expect(page).toContain('| whole | 20.0 ms (10.0–30.0) | a \\| script: 10.0 ms | 2.00 | ≤ 1.5: **missed** |');
  expect(page).toContain('| alone | 1500 MB | – |  | < 2000 MB: met |');
  expect(page).toContain('| elsewhere | not taken | mininet is not installed |  |  |');
  expect(page).toContain('Taken on 2026-01-02; load of the machine 0.10 before, 2.00 after.');
});
