import { describe, expect, test } from 'vitest';
import { bool, num, str } from '../../routeros/value.ts';
import { duration, durationOr } from './duration-types.ts';
import { content, icmpOptions, packetSize, portRange, tcpFlags, ttl } from './packet-types.ts';
import { boolean, commaList, filledWord, integer, invertible, oneOf, reference, text } from './property-type.ts';
import { protocol, protocolNumber } from './protocols.ts';

const states = commaList(oneOf('established', 'related', 'new'));
const interfaces = reference({ menu: 'interface', names: () => ['ether1', 'lan one'] }, 'all');

describe.each([
  ['boolean', boolean, { yes: 'yes', true: 'yes', no: 'no', false: 'no' }, ['y', '', 'YES', 'maybe']],
  ['oneOf', oneOf('accept', 'drop', 'dropped'), { accept: 'accept', a: 'accept', drop: 'drop' }, ['dr', '', 'fly']],
  ['integer', integer(1, 100), { '1': '1', '0x10': '16', '100': '100', '007': '7' }, ['0', '101', '-1', '1.5', '']],
  ['commaList', states, { 'new,established': 'new,established', '': '' }, ['new,', 'new,old', ',']],
  ['invertible list', invertible(states), { '!new,related': '!new,related', new: 'new' }, ['!', '!!new', '!old']],
  ['reference', interfaces, { ether1: 'ether1', lan: 'lan one', all: 'all' }, ['wlan', '', 'ether2']],
  ['filledWord', filledWord, { 'my list': 'my list' }, ['']],
  ['text', text, { '': '', 'a "b"': 'a "b"' }, []],
  ['duration', duration, { '90': '1m30s', '00:01:30': '1m30s', '1d24h': '2d', '0s': '0s' }, ['soon', '-1s', '']],
  ['durationOr', durationOr('none-dynamic'), { 'none-dynamic': 'none-dynamic', '1h': '1h' }, ['none']],
  ['protocol', protocol, { tcp: 'tcp', '6': 'tcp', '17': 'udp', '253': '253', '4': 'ipencap' }, ['0', '256', 'tcpp']],
  [
    'icmpOptions',
    icmpOptions,
    { '8': '8', '8:0': '8:0', '8:0-255': '8:0-255' },
    ['256', '8:256', '8:3-1', '8:0:0', ''],
  ],
  ['packetSize', packetSize, { '720': '720', '40-60': '40-60' }, ['65536', '60-40', '1-2-3', '-1', '']],
  ['portRange', portRange, { '80': '80', '80-90': '80-90' }, ['80,90', '90-80', '']],
  ['ttl', ttl, { 'equal:1': 'equal:1', 'less-than:255': 'less-than:255' }, ['equal:256', 'equals:1', '5']],
  ['tcpFlags', tcpFlags, { 'syn,!ack': 'syn,!ack' }, ['sin', 'syn,!', '!!syn']],
  ['content', content, { 'open sesame': 'open sesame', ä: 'ä' }, ['', 'x'.repeat(129), 'ä'.repeat(65)]],
])('%s', (_, type, kept, refused) => {
  test.each(Object.entries(kept))('keeps %j as %j', (given, expected) => {
    expect(type.parse(given)).toBe(expected);
  });

  test.each(refused)('refuses %j', (given) => {
    expect(type.parse(given)).toBeUndefined();
  });
});

test('a script gets a boolean and a number where the property is one, a text where it can be inverted', () => {
  expect(boolean.value?.('yes')).toEqual(bool(true));
  expect(integer(0, 10).value?.('7')).toEqual(num(7n));
  expect(invertible(integer(0, 10)).value?.('!7')).toEqual(str('!7'));
});

test('the API says true and false', () => {
  expect([boolean.api?.('yes'), boolean.api?.('no')]).toEqual(['true', 'false']);
});

test.each([
  ['tcp', '6'],
  ['ipip', '94'],
  ['253', '253'],
])('the kernel knows protocol %s as %s', (kept, number) => {
  expect(protocolNumber(kept)).toBe(number);
});
