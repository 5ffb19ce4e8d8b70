import { expect, test } from 'vitest';
import { knockProgress, type Rung, readRungs } from './knock-progress.ts';

const ladder: readonly Rung[] = [
  { name: 'filter rule 0', protocol: 'tcp', ports: '1000', packetSize: '', needs: '', list: 'stage1', packets: 4 },
  { name: 'filter rule 1', protocol: 'udp', ports: '17954', packetSize: '', needs: 'stage1', list: 'in', packets: 0 },
];
const sequence = ['1000/tcp', '17954/udp'];

/** The ladder after these rules have counted one packet more. */
function counting(...numbers: number[]): Rung[] {
  return ladder.map((rung, index) => ({ ...rung, packets: rung.packets + (numbers.includes(index) ? 1 : 0) }));
}

test('a knock that went through says so, and whom the last list holds', () => {
  const isListed = (list: string): boolean => list === 'in';
  expect(knockProgress(sequence, ladder, counting(0, 1), isListed)).toEqual({
    reached: 2,
    of: 2,
    text: 'every knock counted; in holds the knocker',
  });
});

test('one that stopped names the knock, the rule that counted nothing and the list that was missing', () => {
  expect(knockProgress(sequence, ladder, counting(0), () => false)).toEqual({
    reached: 1,
    of: 2,
    text: 'stopped at knock 2 of 2 (17954/udp): filter rule 1 counted nothing; stage1 does not hold the knocker afterwards',
  });
});

test('a rule that had counted before does not count as reached', () => {
  expect(knockProgress(sequence, ladder, ladder, () => false)?.reached).toBe(0);
});

test('a knock that no rule listens to stops there', () => {
  expect(knockProgress(['1000/tcp', '9/tcp'], ladder, counting(0), () => true)?.text).toBe(
    'stopped at knock 2 of 2 (9/tcp): no rule puts its sender on a list',
  );
});

test('a sequence that is none of the router’s has no progress there', () => {
  expect(knockProgress(['7/tcp', 'icmp'], ladder, counting(), () => true)).toBeUndefined();
});

test('echo requests are told apart by their size, ports by range and negation', () => {
  const rungs: Rung[] = [
    { name: 'a', protocol: 'icmp', ports: '', packetSize: '720', needs: '', list: 'x', packets: 0 },
    { name: 'b', protocol: 'tcp', ports: '20-25,80', packetSize: '', needs: '', list: 'x', packets: 0 },
    { name: 'c', protocol: 'udp', ports: '!53', packetSize: '', needs: '', list: 'x', packets: 0 },
  ];
  const after = rungs.map((rung) => ({ ...rung, packets: 1 }));
  const reached = (...texts: string[]): number | undefined => knockProgress(texts, rungs, after, () => true)?.reached;
  expect(reached('icmp:size=720', '22/tcp', '80/tcp', '54/udp')).toBe(4);
  expect([reached('icmp:size=84', '22/tcp'), reached('26/tcp', '22/tcp'), reached('53/udp', '22/tcp')]).toEqual([
    0, 0, 0,
  ]);
});

test('only rules that put senders on lists and are in force are rungs', async () => {
  const add = {
    action: 'add-src-to-address-list',
    protocol: 'tcp',
    'dst-port': '1',
    'address-list': 'a',
    packets: '3',
  };
  const tables: Record<string, Record<string, string>[]> = {
    '/ip/firewall/filter': [{ action: 'drop' }, { ...add, disabled: 'true' }, add],
    '/ip/firewall/raw': [{ ...add, invalid: 'true' }],
  };
  const rungs = await readRungs({ print: async (menu: string) => tables[menu] ?? [] });
  expect(rungs).toEqual([
    { name: 'filter rule 2', protocol: 'tcp', ports: '1', packetSize: '', needs: '', list: 'a', packets: 3 },
  ]);
});
