import { expect, test } from 'vitest';
import { type Knock, parseKnock } from './knock-sequence.ts';

test.each<[string, Knock]>([
  ['1000/tcp', { protocol: 'tcp', port: 1000 }],
  ['17954/udp', { protocol: 'udp', port: 17954, data: '' }],
  ['17954/udp:data=a, b=c', { protocol: 'udp', port: 17954, data: 'a, b=c' }],
  ['icmp', { protocol: 'icmp', size: 84, pattern: '' }],
  ['icmp:size=720', { protocol: 'icmp', size: 720, pattern: '' }],
  ['icmp:pattern=6d696b,size=100', { protocol: 'icmp', size: 100, pattern: '6d696b' }],
])('reads %s', (text, knock) => {
  expect(parseKnock(text)).toEqual(knock);
});

test.each([
  ['1000', 'expected one of the forms'],
  ['1000:tcp', 'expected one of the forms'],
  ['1000/sctp', 'expected one of the forms'],
  ['0/tcp', 'a port is a number from 1 to 65535'],
  ['65536/udp', 'a port is a number from 1 to 65535'],
  ['80/tcp:data=x', 'a TCP knock is a SYN'],
  ['icmp:size=27', 'from 28 to 65535'],
  ['icmp:size=abc', 'from 28 to 65535'],
  ['icmp:ttl=3', 'expected one of the forms'],
  ['icmp:pattern=6d6', 'two hexadecimal digits'],
])('refuses %s: %s', (text, problem) => {
  expect(() => parseKnock(text)).toThrow(
    expect.objectContaining({ code: 'input/knock', message: expect.stringContaining(`"${text}" is no knock`) }),
  );
  expect(() => parseKnock(text)).toThrow(problem);
});
