import { expect, test } from 'vitest';
import type { FlightRow } from '../../trace/events.ts';
import { flightsOf } from './flights.ts';

const row: FlightRow = { at: 1, from: 'attacker', source: '10.0.0.1', to: '10.0.0.9', protocol: 'tcp', sent: 'SYN' };
const flights = (change: Partial<FlightRow>) =>
  flightsOf({ at: 1, type: 'flights', rows: [{ ...row, ...change }] }).map(
    ({ from, to, label, flags, outcome }) => `${from} ${to} ${label} ${flags} ${outcome}`,
  );

test.each<[string, Partial<FlightRow>, string[]]>([
  [
    'what was answered flies there and back',
    { port: 22, answer: 'SYN ACK' },
    ['attacker 10.0.0.9 22 SYN open', '10.0.0.9 attacker 22 SYN ACK open'],
  ],
  [
    'a refusal comes back',
    { port: 81, answer: 'RST ACK' },
    ['attacker 10.0.0.9 81 SYN closed', '10.0.0.9 attacker 81 RST ACK closed'],
  ],
  ['silence brings nothing back', { port: 23 }, ['attacker 10.0.0.9 23 SYN filtered']],
  ['a datagram need not be answered', { protocol: 'udp', port: 53, sent: 'UDP' }, ['attacker 10.0.0.9 53 UDP sent']],
  [
    'those that are left out are counted',
    { port: 23, left: 9 },
    ['attacker 10.0.0.9 23 SYN filtered', 'attacker 10.0.0.9 +9 SYN filtered'],
  ],
])('%s', (_, change, expected) => {
  expect(flights(change)).toEqual(expected);
});
