import { expect, test } from 'vitest';
import { readReply } from './echo-request.ts';

test.each([
  [
    '64 bytes from 192.0.2.10: icmp_seq=1 ttl=63 time=0.045 ms',
    { host: '192.0.2.10', rttMs: 0.045, ttl: 63, status: '' },
  ],
  [
    'From 198.51.100.1 icmp_seq=1 Time to live exceeded',
    { host: '198.51.100.1', rttMs: undefined, status: 'TTL exceeded' },
  ],
  [
    'From 192.0.2.1 icmp_seq=1 Destination Host Unreachable',
    { host: '192.0.2.1', rttMs: undefined, status: 'host unreachable' },
  ],
  ['ping: connect: Network is unreachable', { host: '192.0.2.10', rttMs: undefined, status: 'no route to host' }],
  ['1 packets transmitted, 0 received, 100% packet loss', { host: '192.0.2.10', rttMs: undefined, status: 'timeout' }],
])('%s', (output, reply) => {
  expect(readReply('192.0.2.10', output)).toEqual(reply);
});
