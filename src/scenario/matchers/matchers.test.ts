import { describe, expect, test } from 'vitest';
import type { PortState } from '../../trace/events.ts';
import { type Check, witnessKey } from '../check.ts';
import { addMatchers } from '../matchers.ts';
import { type AddressListObservation, checkHeld } from './address-list.ts';
import { checkLogged } from './log.ts';
import { parsePort } from './port-list.ts';
import { checkShown, type ScanObservation, type ShownStates } from './scan.ts';
import { checkReceived } from './telegram.ts';

addMatchers();

const unwatched = { [witnessKey]: () => undefined };

function scanOf(states: Record<string, string>, control?: string): ScanObservation {
  const ports = Object.entries(states).map(([text, state]) => ({
    ...parsePort(text),
    state: state as PortState['state'],
  }));
  const stateOf: ScanObservation['stateOf'] = (port, protocol = 'tcp') =>
    ports.find((seen) => seen.port === port && seen.protocol === protocol)?.state;
  return {
    ...unwatched,
    from: 'attacker',
    target: 'router',
    address: '192.0.2.1',
    hostUp: true,
    ports,
    stateOf,
    control,
  };
}

function listOf(...addresses: string[]): AddressListObservation {
  const entries = addresses.map((address) => ({ list: 'scanners', address, dynamic: true }));
  return { ...unwatched, list: 'scanners', entries };
}

describe('toShow', () => {
  const seen = { '22': 'open', '23': 'closed', '80': 'filtered', '53/udp': 'closed' };
  const cases: [string, ShownStates, boolean][] = [
    ['each state with its port', { open: [22], closed: ['23/tcp', '53/udp'], filtered: [80] }, true],
    ['an open port that is closed', { open: [22, 23] }, false],
    ['a filtered port that is open', { filtered: [80, 22] }, false],
  ];
  test.each(cases)('%s', (_, states, passed) => {
    expect(checkShown(scanOf(seen, '7/tcp answers'), states).passed).toBe(passed);
  });

  test('under .not no listed port is in the state', () => {
    expect(checkShown(scanOf(seen, '7/tcp answers'), { open: [23, 80] }, true).passed).toBe(true);
    expect(checkShown(scanOf(seen, '7/tcp answers'), { open: [22, 23] }, true).passed).toBe(false);
  });

  test('says what was expected and what was there', () => {
    const check = checkShown(scanOf(seen, '7/tcp answers'), { open: [22, 23], filtered: [80] });
    expect(check.expected).toBe('22, 23/tcp open, 80/tcp filtered');
    expect(check.observed).toBe('22/tcp open, 23/tcp closed, 80/tcp filtered');
  });

  test.each([false, true])('silence without a control is inconclusive (not: %s)', (isNot) => {
    const scan = scanOf({ '22': 'filtered' });
    expect(() => checkShown(scan, { open: [22] }, isNot)).toThrow(/22\/tcp of router did not answer attacker/);
  });

  test('a host that nmap did not find is inconclusive', () => {
    const scan = { ...scanOf(seen, '7/tcp answers'), hostUp: false };
    expect(() => checkShown(scan, { closed: [23] })).toThrow(/found nobody at 192.0.2.1/);
  });

  test('open|filtered is inconclusive', () => {
    expect(() => checkShown(scanOf({ '53/udp': 'open|filtered' }), { open: ['53/udp'] })).toThrow(/cannot tell/);
  });

  test('a port that was never scanned is a mistake of the scenario', () => {
    expect(() => checkShown(scanOf({}), { closed: [7] })).toThrow(
      expect.objectContaining({ code: 'input/port-not-scanned' }),
    );
  });

  test.each(['0', '65536', '22/sctp', 'ssh'])('refuses the port %s', (port) => {
    expect(() => checkShown(scanOf(seen, '7/tcp answers'), { open: [port] })).toThrow(
      expect.objectContaining({ code: 'input/port' }),
    );
  });
});

describe('toHold', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.70', false],
    ['192.0.2.0/24', '192.0.2.70', true],
    ['192.0.2.0/25', '192.0.2.200', false],
    ['192.0.2.5-192.0.2.9', '192.0.2.8', true],
    ['192.0.2.5-192.0.2.9', '192.0.2.10', false],
    ['example.com', '192.0.2.10', false],
  ])('%s holds %s: %s', (entry, address, held) => {
    expect(checkHeld(listOf(entry), address).passed).toBe(held);
    expect(checkHeld(listOf(entry), address, true).passed).toBe(!held);
  });

  test('takes a host, and refuses one without an address', () => {
    expect(checkHeld(listOf('192.0.2.7'), { name: 'client', address: '192.0.2.7' }).passed).toBe(true);
    expect(() => checkHeld(listOf(), { name: 'client', address: undefined })).toThrow('client has no address');
  });

  test('says what the list holds instead', () => {
    const check = checkHeld(listOf('192.0.2.1'), '192.0.2.7');
    expect(check).toMatchObject({ expected: 'scanners holds 192.0.2.7', observed: 'scanners holds 192.0.2.1' });
    expect(checkHeld(listOf(), '192.0.2.7').observed).toBe('scanners is empty');
  });
});

describe('toHaveLogged', () => {
  const line = { time: '20:43:00', topics: 'firewall,info', message: 'scan! input: in:ether2' };
  const log = { ...unwatched, lines: [line, line] };

  test.each([
    ['scan!', {}, true],
    [/^scan! input/g, { times: 2 }, true],
    [/^scan! input/g, { times: 1 }, false],
    ['SCAN', {}, false],
    ['SCAN', { times: 0 }, true],
  ])('%s %o: %s', (pattern, times, passed) => {
    expect(checkLogged(log, pattern, times).passed).toBe(passed);
  });
});

describe('toHaveReceived', () => {
  const delivered = { method: 'sendMessage', chat: '-100', text: 'Action Drop Occurred', httpStatus: 200 };
  const refused = { ...delivered, httpStatus: 400, description: 'Bad Request: chat not found' };

  test('counts only what was delivered', () => {
    const check = checkReceived({ ...unwatched, calls: [refused] }, /Drop/);
    expect(check.passed).toBe(false);
    expect(check.observed).toBe('0 of 0 delivered; 1 refused, the last with 400 Bad Request: chat not found');
  });

  test('can ask for the chat and the number of messages', () => {
    const telegram = { ...unwatched, calls: [delivered, delivered, refused] };
    expect(checkReceived(telegram, 'Drop', { times: 2, chat: -100 }).passed).toBe(true);
    expect(checkReceived(telegram, 'Drop', { times: 3 }).passed).toBe(false);
    expect(checkReceived(telegram, 'Drop', { chat: 7 }).passed).toBe(false);
  });
});

describe('expect', () => {
  test('fails with both texts and tells the witness', () => {
    const checks: Check[] = [];
    const list = { ...listOf(), [witnessKey]: (check: Check) => checks.push(check) };
    expect(() => expect(list).toHold('192.0.2.7')).toThrow(
      'expected: scanners holds 192.0.2.7\nobserved: scanners is empty',
    );
    expect(list).not.toHold('192.0.2.7');
    expect(checks.map(({ passed }) => passed)).toEqual([false, true]);
  });

  test('fails under .not', () => {
    expect(() => expect(listOf('192.0.2.7')).not.toHold('192.0.2.7')).toThrow('scanners does not hold 192.0.2.7');
  });
});
