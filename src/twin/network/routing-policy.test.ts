import { expect, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import { RoutingPolicy } from './routing-policy.ts';

const marks = new Map([['isp2', 3]]);

test('a routing mark of 7 leads to the table of its name, in both families, once there is one', async () => {
  const twin = twinOnPaper('7');
  const policy = new RoutingPolicy(twin.menus, () => marks);
  expect(policy.rules()).toEqual([]);
  await twin.menus.get('routing table').add({ name: 'isp2', fib: 'yes' });
  expect(policy.rules()).toEqual(
    [4, 6].map((family) => ({ family, preference: 20_003, mark: '0xc00/0x3fc00', action: 'lookup 100' })),
  );
});

test('in 6 a table is there as soon as a mark or a route names it', async () => {
  const twin = twinOnPaper('6.49');
  const policy = new RoutingPolicy(twin.menus, () => marks);
  expect(policy.rules().map(({ action }) => action)).toEqual(['lookup 100', 'lookup 100']);
  await twin.menus.get('ip route').add({ gateway: '192.0.2.9', 'routing-mark': 'other' });
  expect([policy.tableOf('main'), policy.tableOf('isp2'), policy.tableOf('nowhere')]).toEqual([254, 100, undefined]);
  expect(policy.tableOf('other')).toBeGreaterThan(100);
});
