import { expect, test } from 'vitest';
import { KnocklabError } from '../../core/errors.ts';
import { compareWithSnapshot, differencesTable } from './compare-snapshot.ts';
import type { Reached } from './measure-reach.ts';
import type { Probe } from './probes.ts';
import { readSnapshot } from './snapshot.ts';

const text = `# knocklab snapshot fw.rsc --topology small

attacker, guest → router
  at first, and after knocking 1000/tcp, 1500/tcp
    delivered: 22/tcp, icmp
    dropped, listed on a: b: 5000/tcp
    dropped: 21, 23-25, 40404/tcp, all udp
  after a scan
    dropped: all tcp, all udp, icmp

client → router over IPv6
  always
    delivered: all tcp, 53, 40404/udp, icmp
`;
const snapshot = readSnapshot({ name: 'fw.reach.txt', text });

const cell = (from: string, probe: Probe) =>
  ({ from, to: 'router', family: from === 'client' ? 'ipv6' : 'ip', probe }) as const;
const tcp = (port: number): Probe => ({ protocol: 'tcp', port });

test.each([
  ['attacker', tcp(22), 'at first', 'delivered'],
  ['guest', tcp(22), 'after knocking 1000/tcp, 1500/tcp', 'delivered'],
  ['guest', tcp(22), 'after a scan', 'dropped'],
  ['attacker', tcp(24), 'at first', 'dropped'],
  ['attacker', tcp(5000), 'at first', 'dropped, listed on a: b'],
  ['attacker', { protocol: 'icmp' } as const, 'at first', 'delivered'],
  ['attacker', { protocol: 'udp', port: 53 } as const, 'at first', 'dropped'],
  ['client', tcp(1), 'after a scan', 'delivered'],
])('%s, %j %s: %s', (from, probe, situation, fate) => {
  expect(snapshot.fateOf(cell(from, probe), situation)).toBe(fate);
});

test('a port that it does not name fares as one that nobody names', () => {
  expect(snapshot.fateOf(cell('attacker', tcp(9999)), 'at first')).toBe('dropped');
  expect(snapshot.fateOf(cell('client', { protocol: 'udp', port: 9999 }), 'at first')).toBe('delivered');
});

test('of what it does not know it says nothing', () => {
  expect(snapshot.fateOf(cell('admin', tcp(22)), 'at first')).toBeUndefined();
});

test('names every port that somebody has reviewed', () => {
  expect(snapshot.probesOf('ip')).toContainEqual(tcp(24));
  expect(snapshot.probesOf('ipv6')).toContainEqual({ protocol: 'udp', port: 53 });
});

test.each([
  ['attacker, router\n', '1:1'],
  ['attacker → router\n  at first\n    dropped\n', '3:5'],
  ['attacker → router\n  at first\n    dropped: 22\n', '3:5'],
  ['attacker → router\n   at first\n', '2:4'],
  ['    dropped: 22/tcp\n', '1:5'],
  ['', '1:1'],
])('%j is no snapshot: %s', (wrong, place) => {
  const read = (): unknown => readSnapshot({ name: 'gw.reach.txt', text: wrong });
  expect(read).toThrow(KnocklabError);
  expect(read).toThrow(`gw.reach.txt:${place}`);
});

test('a situation that it does not know is refused by name', () => {
  expect(() => snapshot.refuseUnknown('at frst')).toThrow(/says nothing of "at frst".*"at first"/);
  expect(() => snapshot.refuseUnknown('after a scan')).not.toThrow();
});

function reached(probe: Probe, fate: Reached['fate'], to = 'router'): Reached {
  const side = { from: 'attacker', alsoFrom: ['guest'], to, family: 'ip', source: '', address: '' } as const;
  return { side, situation: 'now', probe, fate, lists: [] };
}

test('what fares otherwise stands in a table, for all hosts that it is so for', () => {
  const row = { action: 'accept', comment: 'remote support' };
  const decider = { table: 'filter', number: 3, row, matched: true, depth: 0 };
  const now = [
    reached(tcp(22), 'delivered'),
    { ...reached(tcp(21), 'delivered'), decider },
    reached(tcp(22), 'dropped', 'client'),
  ];
  const differences = compareWithSnapshot(now, snapshot, 'at first', ['attacker', 'guest']);
  expect(differencesTable(differences, [tcp(21), tcp(22)])).toBe(
    `who                       packets  expected      observed
attacker, guest → router  21/tcp   dropped       delivered by filter 3 ;;; remote support
attacker, guest → client  22/tcp   nothing said  dropped`,
  );
});

test('a side that is gone is a difference as well', () => {
  const differences = compareWithSnapshot([], snapshot, 'at first', ['client']);
  expect(differences).toContainEqual(expect.objectContaining({ from: 'client', observed: 'no way there' }));
});
